"""The tamperings: what each does, and the key word under which the audit must name it."""

from tests.tampering.acts import journal, rows
from tests.tampering.acts.listed import ALL

assert journal and rows
__all__ = ["ALL"]
