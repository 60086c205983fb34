"""The sealed box as pure code: codes, envelopes, lists, what is published, what a device looks at."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.sealed.fixed import VECTORS, Chance, held, opened, prepared, vectors, voted
from voting.sealed import bundle as bundles
from voting.sealed import codes
from voting.sealed import manifest as manifests
from voting.sealed.bundle import Fault, faults
from voting.sealed.device import check, heard, lost_at, my_place, receipt_holds
from voting.sealed.envelopes import Ballot, hashes, new_code, pack, seal, size, unpack, unseal
from voting.sealed.lists import Stopped, in_order, open_list, receipt


def test_what_python_makes_is_what_is_written_down_for_the_browser_too() -> None:
    assert json.loads(VECTORS.read_text()) == vectors()


@given(st.binary(min_size=10, max_size=10))
def test_a_code_says_every_bit_it_was_made_of(raw: bytes) -> None:
    code = codes.spell(raw, 16)
    assert codes.unspell(code) == raw and set(code) <= set(codes.ALPHABET)
    assert codes.grouped(code).replace(" ", "") == code and len(codes.grouped(code)) == 19


def test_the_code_read_aloud_has_three_groups_of_four() -> None:
    found = held("code")
    assert found.bundle is not None
    assert [len(group) for group in codes.grouped(found.bundle.code).split()] == [4, 4, 4]


@given(st.lists(st.integers(0, 2), unique=True, min_size=1, max_size=3), st.sampled_from(["", "AB", "77"]))
def test_a_ballot_that_is_unpacked_is_the_one_that_was_packed(chosen: list[int], mark: str) -> None:
    manifest = replace(prepared(Chance("pack")).manifest, options=("Bà An", "Ông Bình", "Bà Cúc"), pick=(1, 3))
    ballot = Ballot(tuple(sorted(chosen)), new_code(), mark)
    packed = pack(manifest.digest, ballot)
    assert len(packed) == 256 and unpack(manifest, packed) == ballot


def test_abstaining_stands_alone_and_no_more_are_named_than_may_be() -> None:
    options = ("Bà An", "Ông Bình", "Bà Cúc", "not_voting")
    manifest = replace(prepared(Chance("pack")).manifest, options=options, pick=(1, 2))
    for chosen, fits in (((0, 2), True), ((3,), True), ((0, 3), False), ((0, 1, 2), False), ((), False)):
        packed = pack(manifest.digest, Ballot(chosen, new_code()))
        assert (unpack(manifest, packed) is not None) == fits, chosen


@given(st.integers(0, 255), st.integers(1, 255))
def test_a_ballot_with_one_byte_changed_is_none_or_another(place: int, by: int) -> None:
    manifest = prepared(Chance("byte")).manifest
    ballot = Ballot((1,), new_code(Chance("r")), "AB")
    packed = bytearray(pack(manifest.digest, ballot))
    packed[place] = (packed[place] + by) % 256
    assert unpack(manifest, bytes(packed)) != ballot


def test_envelopes_have_one_size_whatever_is_in_them() -> None:
    manifest = prepared(Chance("size"), board=3).manifest
    for choice, mark in ((0, ""), (1, "AB"), (2, "")):
        made = seal(manifest, Ballot((choice,), new_code(), mark))
        assert [len(one) for one in made] == [size(layer, 3) for layer in (1, 2, 3, 4)] == [448, 384, 320, 256]


def test_an_envelope_opens_at_its_own_layer_of_its_own_vote_only() -> None:
    found = prepared(Chance("layers"))
    first, second = found.tablets
    made = seal(found.manifest, Ballot((0,), new_code()))
    digest = found.manifest.digest
    assert unseal(digest, 1, 2, made[0], first.keeper.box, first.box) == made[1]
    assert unseal(digest, 1, 2, made[0], second.keeper.box, second.box) is None
    assert unseal(digest, 2, 2, made[0], first.keeper.box, first.box) is None
    another = replace(found.manifest, question="Câu khác?").digest
    assert unseal(another, 1, 2, made[0], first.keeper.box, first.box) is None
    assert unseal(digest, 2, 2, made[1], second.keeper.box, second.box) == made[2]


def test_a_tablet_opens_nothing_of_a_list_with_something_twice_or_another_count() -> None:
    found = held("stop")
    first = found.tablets[0]
    given = in_order([mine.envelopes[0] for mine in found.mine.values()])
    for wrong, why in (
        ([*given[:-1], given[0]], "twice"),
        (given[:-1], "count"),
        ([given[1], given[0], *given[2:]], "order"),
    ):
        with pytest.raises(Stopped, match=why):
            open_list(found.manifest.digest, 1, 2, wrong, len(given), first.box, first.signing)


def test_what_cant_be_opened_is_told_and_not_dropped() -> None:
    found = held("rubbish")
    mine = next(iter(found.mine.values()))
    mine.envelopes[0] = b"\7" * size(1, 2)
    published = opened(found)
    assert published.unopened[0] == tuple(hashes(mine.envelopes[:1])) and sum(published.tally) == 6
    assert faults(published) == []
    assert Fault("missing", 1) in check(published, mine)
    assert sum(not check(published, other) for other in found.mine.values()) == 6


def test_everybody_finds_their_own_ballot_in_an_honest_box() -> None:
    for board in (1, 2, 3):
        found = held(f"honest {board}", board=board)
        assert found.bundle is not None
        read = bundles.read(found.bundle.text)
        assert read == found.bundle and faults(read) == []
        assert [check(read, mine) for mine in found.mine.values()] == [[]] * 7
        assert read.tally == tuple(
            sum(m.ballot.choice == (n,) for m in found.mine.values() if m.ballot) for n in range(3)
        )


@given(st.randoms(use_true_random=False))
def test_nothing_in_a_bundle_can_be_changed_unnoticed(draw: random.Random) -> None:
    found = held("changed")
    assert found.bundle is not None
    told = json.loads(found.bundle.text)
    at, key = draw.choice(list(_leaves(told)))
    if isinstance(at, list) and draw.random() < 0.3:
        at.pop(key)
    else:
        at[key] = _another(at[key])
    with contextlib.suppress(ValueError):
        assert faults(bundles.read(json.dumps(told))) != []


def _leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in value if isinstance(value, dict) else range(len(value)):
        if key in ("format", "v"):
            continue
        if isinstance(value[key], (dict, list)):
            yield from _leaves(value[key])
        else:
            yield value, key


def _another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else value.replace("a", "b") if "a" in value else value + "22"


def test_a_manifest_with_other_keys_has_another_code() -> None:
    found, other = prepared(Chance("one")), prepared(Chance("two"))
    code = manifests.spoken(found.manifest.digest, found.nonces)
    assert heard(found.manifest.text, found.nonces, code)
    assert not heard(other.manifest.text, other.nonces, code)
    assert not heard(found.manifest.text, other.nonces, code)
    assert my_place(found.manifest, found.tablets[1].keeper) == 2
    assert my_place(other.manifest, found.tablets[1].keeper) is None


def test_a_receipt_is_of_this_voter_this_envelope_and_this_house() -> None:
    chance = Chance("receipt")
    found = prepared(chance)
    mine = voted(found, chance, "p001", 0)
    h1 = hashes(mine.envelopes[:1])[0]
    signature = found.house.sign(receipt(found.manifest.digest, "p001", h1, 1)).signature
    assert receipt_holds(mine, 1, signature)
    assert not receipt_holds(mine, 2, signature)
    assert not receipt_holds(replace(mine, person="p002"), 1, signature)


def test_the_layer_where_an_envelope_was_lost_is_known() -> None:
    found = held("lost")
    assert found.bundle is not None
    mine = next(iter(found.mine.values()))
    for place in range(3):
        lists = [list(one) for one in found.bundle.lists]
        for later in range(place, 3):
            lists[later].remove(hashes(mine.envelopes)[later])
        assert lost_at(replace(found.bundle, lists=tuple(map(tuple, lists))), mine) == place


def test_who_did_not_vote_and_is_said_to_have_voted_finds_it() -> None:
    found = held("absent")
    assert found.bundle is not None
    mine = next(iter(found.mine.values()))
    assert check(found.bundle, replace(mine, ballot=None, envelopes=[])) == [Fault("never_voted")]
