"""Vietnamese text: folding for search, the order of names, initials, dates and numbers in words."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

# The alphabet of quy tắc chính tả; letters that Vietnamese lacks stand where the Latin alphabet has them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: place for place, letter in enumerate(_ALPHABET, start=1)}
# không dấu, huyền, hỏi, ngã, sắc, nặng: the order of dictionaries.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {
    ("a", "\u0306"): "ă",
    ("a", "\u0302"): "â",
    ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô",
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")

Syllable: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
NameKey: TypeAlias = tuple[tuple[Syllable, ...], str]


def fold(text: str) -> str:
    """For search: lower case, without marks, đ as d, one space between words ("Đặng  Thị Mến" -> "dang thi men")."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    return " ".join(plain.casefold().replace("đ", "d").split())


def tidy(text: str) -> str:
    """A name or title as typed, in one Unicode form and without stray spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=20_000)
def syllable_key(word: str) -> Syllable:
    """Letters first, tones only between equal letters: ba < bà < bả < bã < bá < bạ < bác < băn."""
    letters: list[int] = []
    tones: list[int] = []
    base = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones[-1:] = [_TONES[char]]
        elif (base, char) in _SHAPES and letters:
            letters[-1] = _LETTERS[_SHAPES[base, char]]
        elif unicodedata.category(char) != "Mn":
            base = char
            letters.append(_LETTERS.get(char, 1000 + ord(char)))
            tones.append(0)
    return tuple(letters), tuple(tones)


def name_key(name: str) -> NameKey:
    """The order of a Vietnamese list of names: the given name (last word), then family name and middle names."""
    words = name.split()
    ordered = words[-1:] + words[:-1]
    return tuple(syllable_key(word) for word in ordered), name


def initials(name: str) -> str:
    """Two letters for a seat or a small mark, of the last two words: "Trần Thị Mỹ Duyên" -> "MD"."""
    words = [word for word in unicodedata.normalize("NFC", name).split() if word[0].isalpha()]
    return "".join(word[0] for word in words[-2:]).upper()


def padded(number: int) -> str:
    """Numbers below ten of official papers have a zero in front (Nghị định 30/2020, Phụ lục I)."""
    return f"{number:02d}"


def official_date(day: date) -> str:
    """Writes "ngày 05 tháng 01 năm 2020": a zero before days below 10 and months 1 and 2 only (Nghị định 30/2020)."""
    month = padded(day.month) if day.month <= 2 else str(day.month)
    return f"ngày {padded(day.day)} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date) -> str:
    """Writes "Quận 11, ngày 05 tháng 01 năm 2020", block 4 of an official paper."""
    return f"{place}, {official_date(day)}"


def official_time(moment: datetime) -> str:
    """Writes "08 giờ 05", local time, as in Mẫu 1.9."""
    return f"{padded(moment.hour)} giờ {padded(moment.minute)}"


_NUMBERED = (
    "ngày|tháng|năm|quý|tuần|điều|khoản|mục|chương|phần|phụ lục|mẫu|nội dung|kết luận|trang|bản|lần|khóa|tầng|số:?"
)
_UNITS = re.compile(
    r"\b\d{1,2} giờ(?: \d{1,2}(?: phút)?)?\b"
    r"|(?:\bngày )?\b\d{1,2} tháng \d{1,2}\b"
    rf"|\b(?:{_NUMBERED}) (?=\d)"
    r"|\b(?:quý|khóa|chương|phần|phụ lục) (?=[IVX]+\b)"
    r"|(?<=\d) (?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
_SYMBOLS = re.compile(r"(?<=\d/)[A-ZĐƯ][A-ZĐƯa-zđư]*(?:-[A-ZĐƯ0-9][A-ZĐƯa-zđư0-9]*)+")
NO_BREAK_SPACE, WORD_JOINER = "\u00a0", "\u2060"


def unbroken(text: str) -> str:
    """For showing only: a date, a time, a number with its word ("Điều 12", "09 giờ 14 phút", "Số: 398/TTr-STC") stays on
    one line. Spaces become no-break spaces; a document's symbol, which has none, gets joiners that nobody sees.
    """
    whole = _UNITS.sub(lambda unit: unit[0].replace(" ", NO_BREAK_SPACE), text)
    return _SYMBOLS.sub(lambda symbol: WORD_JOINER + symbol[0].replace("-", f"{WORD_JOINER}-{WORD_JOINER}"), whole)


def number_in_words(number: int) -> str:
    """A whole number in Vietnamese words, up to 999 billion: 2105 -> "hai nghìn một trăm lẻ năm"."""
    if number < 0:
        return "âm " + number_in_words(-number)
    if number == 0:
        return _DIGITS[0]
    if number >= 10**12:
        raise ValueError("number too large to be written in words")
    groups = [(number // 1000**power % 1000, _GROUPS[power]) for power in (3, 2, 1, 0)]
    words: list[str] = []
    for value, unit in groups:
        if value:
            words += _hundreds(value, full=bool(words))
            words += [unit] if unit else []
    return " ".join(words)


def _hundreds(value: int, *, full: bool) -> list[str]:
    """Three digits; `full` after a larger group, where missing hundreds are said ("không trăm")."""
    hundred, rest = divmod(value, 100)
    words = [_DIGITS[hundred], "trăm"] if hundred or full else []
    ten, one = divmod(rest, 10)
    if not rest:
        return words
    if ten == 0:
        return [*words, "lẻ", _DIGITS[one]] if words else [_DIGITS[one]]
    words += ["mười"] if ten == 1 else [_DIGITS[ten], "mươi"]
    if one == 0:
        return words
    special = {1: "mốt", 4: "tư", 5: "lăm"} if ten > 1 else {5: "lăm"}
    return [*words, special.get(one, _DIGITS[one])]
