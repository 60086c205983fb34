"""The log says what went wrong, and nothing of what was to be written."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from app.logs import JsonLines, Lines

SECRET = "Ý RIÊNG\n[SQL: CỦA TÔI"


class Diagnosis:
    message_primary = 'new row for relation "notes" violates check constraint "ck_notes"'


class Violated(Exception):
    """As psycopg2 tells it."""

    diag = Diagnosis()


def violated() -> Exception:
    return Violated(
        f"{Diagnosis.message_primary}\nDETAIL:  Failing row contains (7, {SECRET}).\n"
        f"CONTEXT:  COPY notes, line 1: {SECRET}\nLINE 1: INSERT INTO notes VALUES ('{SECRET}\n"
    )


def record(error: Exception) -> logging.LogRecord:
    """What `log.error(…, exc_info=True)` would hand over."""
    try:
        raise error
    except Exception:
        return logging.LogRecord("dienhong.web", logging.ERROR, __file__, 1, "it failed", (), sys.exc_info())


def spelled(error: Exception) -> list[str]:
    return [Lines("%(message)s").format(record(error)), json.loads(JsonLines().format(record(error)))["trace"]]


def wrapped() -> Exception:
    """As SQLAlchemy raises it on, and a command's fault around that."""
    outer = DBAPIError("INSERT INTO notes (text) VALUES (%(text)s)", {"text": SECRET}, violated(), hide_parameters=True)
    outer.__cause__ = outer.orig
    fault = RuntimeError("the group failed")
    fault.__context__ = outer
    return fault


@pytest.mark.parametrize("error", [violated(), wrapped()])
def test_a_row_that_postgresql_names_stays_out_of_the_log(error: Exception) -> None:
    for said in spelled(error):
        assert Diagnosis.message_primary in said and "Traceback" in said
        assert not any(word in said for word in ("DETAIL", "CONTEXT", "LINE 1", "RIÊNG", "CỦA TÔI"))


def test_other_faults_are_told_whole() -> None:
    for said in spelled(ValueError("DETAIL: mine")):
        assert said.endswith("ValueError: DETAIL: mine")


FAULTS = {
    "violates unique constraint": "INSERT INTO t VALUES (1, :secret), (2, :secret)",
    "violates check constraint": "INSERT INTO t VALUES (0, :secret)",
    "does not exist": "INSERT INTO t (words) VALUES (:secret)",
}


@pytest.mark.parametrize("said", FAULTS)
def test_no_fault_of_a_real_postgresql_brings_a_value_into_the_log(postgresql_url: str, said: str) -> None:
    engine = create_engine(postgresql_url, hide_parameters=True)
    try:
        with engine.connect() as connection, pytest.raises(DBAPIError) as raised:
            connection.execute(text("CREATE TEMPORARY TABLE t (n int CHECK (n > 0), secret text UNIQUE)"))
            connection.execute(text(FAULTS[said]), {"secret": SECRET})
    finally:
        engine.dispose()
    error: Any = raised.value
    assert "RIÊNG" in str(error.orig), "else there was nothing to keep back"
    for line in spelled(error):
        assert said in line and "RIÊNG" not in line and "CỦA TÔI" not in line
