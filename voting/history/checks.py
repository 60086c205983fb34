"""What the audit checks of the history: it says what the votes say."""

from __future__ import annotations

from sqlalchemy import Connection

from app.audit import Findings, audit_check
from voting.history.views import stale


@audit_check("vote_history")
def check_history(read: Connection, only: str | None = None) -> Findings:
    """The history is made from the votes: a line that is missing or differs was changed behind the house's back."""
    found = Findings(section={})
    if only is None:
        for vote in stale(read):
            found.problem("vote_record_differs", vote=vote)
    return found
