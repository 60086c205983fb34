"""The pure rules of presenting."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from documents.presenting import rules

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
words = st.text(alphabet="abc ", max_size=12).map(lambda text: " ".join(text.split()))


@given(st.booleans(), st.booleans(), st.integers(0, 20) | st.none(), st.integers(-2, 25))
def test_a_page_is_shown_only_where_everybody_could_open_it(
    public: bool, copied: bool, pages: int | None, page: int
) -> None:
    version = rules.Version(published=public, pages=pages, shown=copied)
    free = rules.why_not(version, page) == ""
    assert free == (public and copied and pages is not None and 1 <= page <= pages)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=40))
def test_pages_never_turn_faster_than_anybody_reads(steps: list[int]) -> None:
    turned, now, kept = NOW - timedelta(hours=1), NOW, []
    for step in steps:
        now += timedelta(milliseconds=step)
        if not rules.too_fast(turned, now):
            turned = now
            kept.append(now)
    assert all(later - earlier >= rules.FASTEST for earlier, later in itertools.pairwise(kept))


@given(words, words, words)
def test_nobody_presents_for_an_item_that_does_not_name_them(presenter: str, name: str, office: str) -> None:
    meant = rules.names(presenter, name, office)
    assert not meant or name in presenter or office == presenter
    assert not rules.names("", name, office)
    assert rules.names(presenter, presenter, office) == bool(presenter)
