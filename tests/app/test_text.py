"""Vietnamese text: search, order of names, official dates, numbers in words."""

import json
import unicodedata
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import text

NAMES = st.lists(
    st.sampled_from(
        [
            "Nguyễn",
            "Trần",
            "Lê",
            "Đặng",
            "Đỗ",
            "Thị",
            "Văn",
            "Mến",
            "Men",
            "Mẫn",
            "Ấn",
            "An",
            "Ân",
            "Ánh",
            "Ảnh",
            "Uyên",
            "Út",
            "Ư",
            "Dũng",
            "Đức",
            "Duy",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(st.text())
def test_folding_twice_changes_nothing_more(value: str) -> None:
    assert text.fold(text.fold(value)) == text.fold(value)


@given(NAMES)
def test_a_folded_vietnamese_name_is_plain_latin(name: str) -> None:
    assert text.fold(name).isascii()


@given(NAMES)
def test_both_unicode_forms_are_found_alike(name: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    assert text.fold(composed) == text.fold(decomposed)
    assert text.syllable_key(composed) == text.syllable_key(decomposed)
    assert text.initials(composed) == text.initials(decomposed)


def test_d_with_stroke_folds_to_d() -> None:
    assert text.fold("  Đặng  thị ĐÀO ") == "dang thi dao"


def test_letters_come_before_tones() -> None:
    words = ["ba", "bà", "bả", "bã", "bá", "bạ", "bác", "băn", "bân", "ca", "da", "đa"]
    assert sorted(words, key=text.syllable_key) == words


def test_names_are_ordered_by_the_given_name_first() -> None:
    names = ["Trần Văn An", "Lê Thị Ánh", "Nguyễn Thị Ân", "Đỗ Đình Dũng", "Đặng Thị Đào", "Bùi Mến"]
    assert sorted(names, key=text.name_key) == names


def test_the_same_given_name_is_ordered_by_family_name() -> None:
    assert sorted(["Trần Văn An", "Đỗ Văn An", "Dương Bá An"], key=text.name_key) == [
        "Dương Bá An",
        "Đỗ Văn An",
        "Trần Văn An",
    ]


@given(st.lists(st.text(max_size=20)))
def test_any_text_can_be_ordered(names: list[str]) -> None:
    assert sorted(names, key=text.name_key) == sorted(names, key=text.name_key)


def test_initials_are_of_the_last_two_words() -> None:
    assert text.initials("Trần Thị Mỹ Duyên") == "MD"
    assert text.initials("Đạt") == "Đ"
    assert text.initials("") == ""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2020, 2, 10), "ngày 10 tháng 02 năm 2020"),
        (date(2026, 6, 29), "ngày 29 tháng 6 năm 2026"),
        (date(2026, 12, 9), "ngày 09 tháng 12 năm 2026"),
    ],
)
def test_only_days_below_ten_and_the_first_two_months_have_a_zero(day: date, words: str) -> None:
    assert text.official_date(day) == words


def test_place_date_and_time_of_official_papers() -> None:
    assert text.place_and_date("Quận 11", date(2020, 1, 5)) == "Quận 11, ngày 05 tháng 01 năm 2020"
    assert text.official_time(datetime(2026, 11, 26, 8, 5)) == "08 giờ 05"
    assert text.padded(5) == "05" and text.padded(105) == "105"


@pytest.mark.parametrize(
    "unit",
    [
        "ngày 27 tháng 11",
        "tháng 11",
        "năm 2026",
        "09 giờ 14 phút",
        "08 giờ 05",
        "Điều 12",
        "khoản 3",
        "Mục 3",
        "Phụ lục II",
        "Quý IV",
        "Số: 05/BB-UBND",
        "số 398/TTr-STC",
        "27 November",
        "Kết luận 2",
    ],
)
def test_a_date_a_time_and_a_number_with_its_word_stay_on_one_line(unit: str) -> None:
    kept = text.unbroken(f"Theo {unit} của tỉnh")
    assert kept.startswith("Theo ") and kept.endswith(" của tỉnh")
    assert " " not in kept.removeprefix("Theo ").removesuffix(" của tỉnh")
    if "-" in unit:
        assert f"/{text.WORD_JOINER}" in kept and f"{text.WORD_JOINER}-{text.WORD_JOINER}" in kept


def test_a_long_date_may_break_before_its_year_and_nowhere_else() -> None:
    assert text.unbroken("ngày 20 tháng 7 năm 2026").split(" ") == ["ngày\u00a020\u00a0tháng\u00a07", "năm\u00a02026"]


@pytest.mark.parametrize("words", ["mục tiêu", "năm ngoái", "3 tháng", "Tờ trình", "12 hộ dân", "thi hành án-dân sự"])
def test_ordinary_words_are_left_as_they_are(words: str) -> None:
    assert text.unbroken(words) == words


SHOWN = json.loads((Path(__file__).parents[1] / "unbroken.json").read_text())
"""Texts as they are shown; the browser's own way is tested with the same (tests/js/unbroken.test.mjs)."""


@pytest.mark.parametrize("said", SHOWN)
def test_titles_are_kept_together_here_as_in_the_live_rooms(said: str) -> None:
    assert text.unbroken(said) == SHOWN[said]


@given(st.text(alphabet="ngày tháng 0123456789/-TrSố:Điều ", max_size=60))
def test_what_is_kept_on_one_line_reads_and_is_found_as_it_was(said: str) -> None:
    kept = text.unbroken(said)
    assert kept.replace(text.NO_BREAK_SPACE, " ").replace(text.WORD_JOINER, "") == said
    assert text.unbroken(kept) == kept


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (105, "một trăm lẻ năm"),
        (2005, "hai nghìn không trăm lẻ năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1_000_000, "một triệu"),
        (-3, "âm ba"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert text.number_in_words(number) == words


@given(st.integers(0, 10**12 - 1), st.integers(0, 10**12 - 1))
def test_two_numbers_are_never_written_alike(one: int, other: int) -> None:
    assert (text.number_in_words(one) == text.number_in_words(other)) == (one == other)


def test_a_number_too_large_for_words_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        text.number_in_words(10**12)
