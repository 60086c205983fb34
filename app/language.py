"""The person's language. Vietnamese is the language of the source; English is a complete translation.

`gettext` works in requests, in the writer and in the worker alike: the language is a context variable, set where it is known
who is asked for (Flask-Babel's own functions need a request or an application context, which the writer and the worker lack).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations

LANGUAGES = ("vi", "en")
FOLDER = Path(__file__).parent / "translations"

_language: ContextVar[str] = ContextVar("language", default="vi")


@cache
def catalogue(language: str) -> NullTranslations:
    """The compiled catalogue; Vietnamese needs none. Raises FileNotFoundError for a language that isn't there."""
    if language == "vi":
        return NullTranslations()
    return Translations.load(FOLDER, [language], "messages")


def current() -> str:
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said inside is said in `language`."""
    before = _language.set(language if language in LANGUAGES else "vi")
    try:
        yield
    finally:
        _language.reset(before)


def use(language: str) -> None:
    """For the rest of this request."""
    _language.set(language if language in LANGUAGES else "vi")


def catalogue_gettext(text: str) -> str:
    """For Jinja, which fills in the values itself."""
    return str(catalogue(_language.get()).ugettext(text))


def catalogue_pgettext(context: str, text: str) -> str:
    return str(catalogue(_language.get()).upgettext(context, text))


def catalogue_ngettext(one: str, many: str, n: int) -> str:
    return str(catalogue(_language.get()).ungettext(one, many, n))


@cache
def english_messages() -> str:
    """The English catalogue as JSON for the browser: {msgid: text or [one, many]}."""
    messages: dict[str, Any] = {}
    for key, text in getattr(catalogue("en"), "_catalog", {}).items():
        if isinstance(key, tuple):
            forms = messages.setdefault(key[0], ["", ""])
            forms[key[1]] = text
        elif key:
            messages[key] = text
    return json.dumps(messages, ensure_ascii=False).replace("<", "\\u003c")


def pgettext(context: str, text: str, /, **values: Any) -> str:
    """A text that Vietnamese says alike and English doesn't: "Tạm nghỉ" is a button, a state and an entry of the journal."""
    said = str(catalogue(_language.get()).upgettext(context, text))
    return said % values if values else said


def gettext(text: str, /, **values: Any) -> str:
    said = str(catalogue(_language.get()).ugettext(text))
    return said % values if values else said


def ngettext(one: str, many: str, n: int, /, **values: Any) -> str:
    said = str(catalogue(_language.get()).ungettext(one, many, n))
    return said % {"num": n, **values}
