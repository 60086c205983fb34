#!/usr/bin/env python3
"""A second opinion on a published secret ballot: written from docs/ballot-bundle.md alone, imports nothing of Diên Hồng.

    python3 tools/verify_ballot.py BUNDLE.json

Needs Python's `cryptography` for the signatures. Prints what is wrong. Exit: 0 right, 1 wrong, 2 unreadable.
"""

import json
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def h(name, *parts):
    return sha256(f"dienhong sealed {name} v1\0".encode() + b"".join(parts)).digest()


def code(raw, signs):
    bits = "".join(f"{byte:08b}" for byte in raw)
    return "".join(SIGNS[int(bits[5 * n : 5 * n + 5], 2)] for n in range(signs))


def lines(listed):
    return len(listed).to_bytes(4, "big") + b"".join(map(bytes.fromhex, listed))


def packed(bound, ballot):
    bits = "".join(f"{SIGNS.index(sign):05b}" for sign in ballot["code"])
    raw = int(bits, 2).to_bytes(10, "big")
    chosen = bytes(ballot["choice"]) + b"\xff" * (64 - len(ballot["choice"]))
    plain = bound + bytes([len(ballot["choice"])]) + chosen + raw + ballot["mark"].encode().ljust(2, b"\0")
    return sha256(plain.ljust(256, b"\0")).hexdigest()


def ascends(listed):
    return all(one < other for one, other in pairwise(listed))


def judge(bundle):
    """(what must hold, whether it does)"""
    manifest = json.loads(bundle["manifest"])
    bound, board = h("manifest", bundle["manifest"].encode()), manifest["board"]
    nonces = [bytes.fromhex(one) for one in bundle["nonces"]]
    yield "nonces", [h("nonce", one).hex() for one in nonces] == [one["nonce"] for one in board]
    yield "code", code(h("code", bound, *nonces), 12) == bundle["code"]
    roll = ["dienhong sealed roll v1", manifest["vote"], sorted(bundle["roll"])]
    spelled = json.dumps(roll, separators=(",", ":"), ensure_ascii=False).encode()
    yield "roll", sha256(spelled).hexdigest() == manifest["roll"]
    may_vote, voters, lists = {one[0] for one in bundle["roll"] if one[2]}, bundle["voters"], bundle["lists"]
    yield "voters", ascends(voters) and may_vote.issuperset(voters) and len(voters) >= manifest["minimum"]
    yield "lists", len(lists) == len(board) + 1 and all(map(ascends, lists)) and len(lists[0]) == len(voters)
    for i, tablet in enumerate(board, start=1):
        before, after, lost = lists[i - 1], lists[i], bundle["unopened"][i - 1]
        whole = ascends(lost) and set(lost) <= set(before) and len(after) + len(lost) == len(before)
        yield f"opening {i}", whole
        n, m = bytes([i]), bytes([i - 1])
        said = b"dienhong sealed opening v1\0" + bound + n + h("list", bound, m, lines(before))
        said += h("list", bound, n, lines(after)) + h("unopened", bound, n, lines(lost))
        yield f"signature {i}", holds(tablet["sign"], bundle["signatures"][i - 1], said)
    ballots, (least, most) = bundle["ballots"], manifest["pick"]
    chosen = [one["choice"] for one in ballots]
    options = range(len(manifest["options"]))
    yield "choices", all(least <= len(one) <= most and ascends(one) and set(one) <= set(options) for one in chosen)
    alone = {n for n in options if manifest["options"][n] == "not_voting"}
    yield "abstaining stands alone", all(len(one) == 1 or not alone & set(one) for one in chosen)
    yield "codes", len({one["code"] for one in ballots}) == len(ballots)
    yield "ballots", sorted([*(packed(bound, one) for one in ballots), *bundle["invalid"]]) == lists[-1]
    yield "tally", bundle["tally"] == [sum(n in one for one in chosen) for n in options]


def holds(key, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except InvalidSignature:
        return False
    return True


def main():
    try:
        bundle = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        wrong = [what for what, right in judge(bundle) if not right]
    except (IndexError, KeyError, OSError, TypeError, ValueError) as error:
        print(f"unreadable: {error!r}", file=sys.stderr)
        return 2
    print("\n".join(f"wrong: {what}" for what in wrong) or "right")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
