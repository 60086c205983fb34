"""Codes that are read aloud and copied by hand: 32 letters and digits, none of them easily taken for another. Pure."""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O: five bits a sign."""
GROUP = 4


def spell(raw: bytes, signs: int) -> str:
    """The first bits of `raw`, five a sign."""
    number = int.from_bytes(raw, "big") >> (8 * len(raw) - 5 * signs)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(signs)))


def unspell(code: str) -> bytes:
    """The bytes a code stands for. Raises ValueError for signs outside the alphabet, or a length that is no whole bytes."""
    number = 0
    for sign in code:
        number = number << 5 | ALPHABET.index(sign)
    if 5 * len(code) % 8:
        raise ValueError("no whole number of bytes")
    return number.to_bytes(5 * len(code) // 8, "big")


def grouped(code: str) -> str:
    """As it is shown and read: by fours."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
