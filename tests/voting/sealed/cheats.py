"""Ways to cheat at a sealed ballot (nine, and three more), by a server that was changed and a board tablet that isn't honest,
against what honest devices look at by themselves, the browser's own choice of the ballot they look for included, what people in
the hall hear (the code before voting, the code of the result), and what they know: from which device they have sent last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.voting.sealed.fixed import Chance, Held, Tablet, prepared, sealing, tablet
from tests.voting.sealed.judging import Device, Told, judged
from voting.sealed import bundle as bundles
from voting.sealed import manifest as manifests
from voting.sealed.bundle import Bundle
from voting.sealed.device import Mine, check, heard, my_place
from voting.sealed.envelopes import Ballot, hashes, new_code, pack, seal
from voting.sealed.lists import Stopped, in_order, open_list, receipt, sign_opening
from voting.sealed.manifest import Manifest

Envelopes = list[bytes]
MARKS = ["", "H7", "K2", "VN", "AB", "22", "ZZ", "M9"]


@dataclass
class Hall:
    """A ballot from the manifest to the last device's check. A cheat changes what server or tablet do: the hooks."""

    chance: Chance
    held: Held
    absent: str
    """On the roll, here with a device, and sends nothing."""
    noticed: list[str] = field(default_factory=list)
    keeps: dict[str, Envelopes] = field(default_factory=dict)
    """What the server keeps of each voter."""
    sent_from: dict[str, list[Device]] = field(default_factory=dict)
    """Each voter's devices; they have sent from the last of them last."""
    told: dict[str, Told | None] = field(default_factory=dict)
    """What an honest server tells each voter that it keeps of theirs."""
    tells: Callable[[str, Told | None], Told | None] = lambda _person, told: told
    bad: int = 0
    """The tablet that isn't honest (1 is first); 0: all are."""
    shows: Callable[[str, Manifest], Manifest] = lambda _person, manifest: manifest
    drawn: Callable[[str, Ballot], Ballot] = lambda _person, ballot: ballot
    box: Callable[[Envelopes, list[str]], tuple[Envelopes, list[str]]] = lambda sent, voters: (sent, voters)
    bends: Callable[[Envelopes, list[str]], tuple[Envelopes, list[str]]] = lambda opened, unopened: (opened, unopened)
    """What the bad tablet gives on of what it opened, and says it couldn't open."""
    publishes: Callable[[str, Bundle], Bundle] = lambda _person, bundle: bundle

    @property
    def voters(self) -> list[str]:
        return [line.person for line in self.held.roll if line.may_vote and line.person != self.absent]

    @property
    def devices(self) -> dict[str, Mine]:
        return self.held.mine

    def hold(self) -> list[str]:
        """Everything a device or a person notices; empty: nothing."""
        self.read_code()
        if not self.noticed:
            self.vote()
        if not self.noticed:
            self.open_and_check()
        return self.noticed

    def read_code(self) -> None:
        """Each tablet of the board looks for its keys; the code read aloud is the one on every device."""
        for place, one in enumerate(self.held.tablets, start=1):
            shown = self.shows(one.keeper.person, self.held.manifest)
            if place != self.bad and my_place(shown, one.keeper) != place:
                self.noticed.append(f"tablet {place}: my key isn't there")
        reader = next(one for place, one in enumerate(self.held.tablets, start=1) if place != self.bad)
        aloud = self.code(self.shows(reader.keeper.person, self.held.manifest))
        for person in [*self.voters, self.absent]:
            if not heard(self.shows(person, self.held.manifest).text, self.held.nonces, aloud):
                self.noticed.append(f"{person}: another code")

    def code(self, manifest: Manifest) -> str:
        return manifests.spoken(manifest.digest, self.held.nonces)

    def vote(self) -> None:
        for person in self.voters:
            self.cast(person)
            again = self.chance.below(10)
            if again < 3:
                self.cast(person, other_device=again == 0)
        self.devices[self.absent] = Mine(self.absent, self.held.manifest.text)
        self.sent_from[self.absent] = [Device(self.absent, self.held.manifest.text)]
        self.told[self.absent] = None

    def cast(self, person: str, other_device: bool = False) -> None:
        manifest = self.held.manifest
        drawn = Ballot((self.chance.below(3),), new_code(self.chance), MARKS[self.chance.below(len(MARKS))])
        ballot = self.drawn(person, drawn)
        mine = Mine(person, manifest.text, ballot, seal(manifest, ballot, sealing(self.chance)))
        self.devices[person] = mine
        self.keeps.setdefault(person, []).append(mine.envelopes[0])
        devices = self.sent_from.setdefault(person, [])
        if other_device or not devices:
            devices.append(Device(person, manifest.text))
        devices[-1].sealed(mine)
        told = self.told[person] = self.signed(person, mine.envelopes[0], len(self.keeps[person]))
        if not devices[-1].signed(told):
            self.noticed.append(f"{person}: no receipt")
        devices[-1].acknowledged(told)

    def signed(self, person: str, envelope: bytes, revision: int) -> Told:
        """The house's receipt; a server that cheats can sign what it likes."""
        h1 = hashes([envelope])[0]
        said = receipt(self.held.manifest.digest, person, h1, revision)
        return Told(h1, revision, self.held.house.sign(said).signature)

    def open_and_check(self) -> None:
        sent, voters = self.box([self.keeps[person][-1] for person in self.voters], self.voters)
        try:
            published = self.opened(in_order(sent), voters)
        except Stopped as stopped:
            self.noticed.append(f"tablet stopped: {stopped}")
            return
        in_the_hall = bundles.result_code(self.publishes("hall", published).text)
        devices = [device for devices in self.sent_from.values() for device in devices]
        told = [self.tells(device.person, self.told[device.person]) for device in devices]
        for device, found in zip(devices, judged(list(zip(devices, told, strict=True))), strict=True):
            person = device.person
            shown = self.publishes(person, published)
            if found.why:
                self.noticed.append(f"{person}: {found.why}")
            # Asked whether they have sent another ballot from elsewhere, people know.
            if found.how in ("newer", "elsewhere") and device is self.sent_from[person][-1]:
                self.noticed.append(f"{person}: I haven't sent this")
            if found.how in ("mine", "nothing"):
                self.noticed += [f"{person}: {fault.code} {fault.layer or ''}" for fault in check(shown, found.mine)]
            if bundles.result_code(shown.text) != in_the_hall:
                self.noticed.append(f"{person}: another result")

    def opened(self, given: Envelopes, voters: list[str]) -> Bundle:
        manifest, layers = self.held.manifest, len(self.held.tablets)
        lists, lost, signatures = [hashes(given)], list[list[str]](), list[bytes]()
        count = len(voters)
        for layer, one in enumerate(self.held.tablets, start=1):
            if layer == self.bad:
                found, unopened, signature = self.bent(layer, one, given)
            else:
                found, unopened, signature = open_list(
                    manifest.digest, layer, layers, given, count, one.box, one.signing
                )
            given = found
            count -= len(unopened)
            lists.append(hashes(given))
            lost.append(unopened)
            signatures.append(signature)
        args = (manifest, self.held.nonces, self.held.roll, voters, lists[:-1], lost, signatures, given)
        return bundles.publish(*args)

    def bent(self, layer: int, one: Tablet, given: Envelopes) -> tuple[Envelopes, list[str], bytes]:
        """The bad tablet opens all, changes what it likes, and signs that."""
        manifest = self.held.manifest
        found = open_list(manifest.digest, layer, len(self.held.tablets), given, len(given), one.box, one.signing)
        after, unopened = self.bends(list(found.envelopes), list(found.unopened))
        after = in_order(after)
        signature = sign_opening(manifest.digest, layer, hashes(given), hashes(after), unopened, one.signing)
        return after, unopened, signature

    def own(self, layer: int = 0) -> bytes:
        """An envelope of the cheat's own making, as tablet `layer` gives it on (0: as voters send it)."""
        ballot = Ballot((self.chance.below(3),), new_code(self.chance))
        return seal(self.held.manifest, ballot, sealing(self.chance))[layer]


def hall(seed: str) -> Hall:
    """Eight to nineteen voters, one who only looks on, two or three tablets."""
    chance = Chance(seed)
    held = prepared(chance, voters=9 + chance.below(12), board=2 + chance.below(2))
    return Hall(chance, held, absent=f"p{chance.below(8):03}")


def honest(_hall: Hall) -> None:
    """Nobody cheats."""


def _a_bad_tablet(hall: Hall) -> int:
    hall.bad = 1 + hall.chance.below(len(hall.held.tablets))
    return hall.bad


def drop(hall: Hall) -> None:
    """A ballot disappears: in the box, with its voter, or at a tablet, which says it couldn't be opened."""
    way, pick = hall.chance.below(4), hall.chance.below(8)
    if way == 0:
        hall.box = lambda sent, voters: (sent[:pick] + sent[pick + 1 :], voters)
    elif way == 1:
        hall.box = lambda sent, voters: (sent[:pick] + sent[pick + 1 :], voters[:pick] + voters[pick + 1 :])
        _lies(hall, pick, lambda _told: None)
    else:
        _a_bad_tablet(hall)
        told = lost if way == 2 else lambda *_: []
        hall.bends = lambda opened, unopened: (
            opened[:pick] + opened[pick + 1 :],
            [*unopened, *told(hall, opened, pick)],
        )


def lost(hall: Hall, opened: Envelopes, pick: int) -> list[str]:
    """The digest, a layer further out, of the envelope a bad tablet says it couldn't open."""
    for mine in hall.devices.values():
        if opened[pick] in mine.envelopes:
            return hashes([mine.envelopes[mine.envelopes.index(opened[pick]) - 1]])
    raise AssertionError("nobody's")


def add(hall: Hall) -> None:
    """A ballot nobody sent: in the name of one who looks on, without a name, or by a tablet."""
    way = hall.chance.below(3)
    if way == 0:
        made = hall.own()
        hall.box = lambda sent, voters: ([*sent, made], [*voters, hall.absent])
        if hall.chance.below(2):
            hall.tells = lambda person, told: hall.signed(person, made, 1) if person == hall.absent else told
    elif way == 1:
        hall.box = lambda sent, voters: ([*sent, hall.own()], voters)
    else:
        bad = _a_bad_tablet(hall)
        hall.bends = lambda opened, unopened: ([*opened, hall.own(bad)], unopened)


def swap(hall: Hall) -> None:
    """In the box lies another envelope than the voter sent."""
    pick, made, more = hall.chance.below(8), hall.own(), hall.chance.below(2)
    hall.box = lambda sent, voters: ([*sent[:pick], made, *sent[pick + 1 :]], voters)
    _lies(hall, pick, lambda told: hall.signed(hall.voters[pick], made, (told.revision if told else 0) + more))


def copy(hall: Hall) -> None:
    """One voter's envelope lies there twice, in the place of another's: in the box, or as a tablet gives it on."""
    pick = 1 + hall.chance.below(7)
    if hall.chance.below(2):
        hall.box = lambda sent, voters: ([*sent[:pick], sent[0], *sent[pick + 1 :]], voters)
    else:
        _a_bad_tablet(hall)
        hall.bends = lambda opened, unopened: ([*opened[:pick], opened[0], *opened[pick + 1 :]], unopened)


def clash(hall: Hall) -> None:
    """Two devices were made to draw the same code, so that both find the same line, and one ballot is free to be another.

    Their voters' own marks tell them apart, as they chose them differently.
    """
    chosen = (hall.chance.below(3),)
    code, (one, other) = new_code(hall.chance), hall.voters[:2]
    marks = {one: "A2", other: "B3"}
    hall.drawn = lambda person, ballot: Ballot(chosen, code, marks[person]) if person in marks else ballot
    hall.bad = len(hall.held.tablets)

    def bends(opened: Envelopes, unopened: list[str]) -> tuple[Envelopes, list[str]]:
        spare = pack(hall.held.manifest.digest, Ballot(chosen, code, marks[other]))
        return [*(plain for plain in opened if plain != spare), hall.own(hall.bad)], unopened

    hall.bends = bends


def replay(hall: Hall) -> None:
    """An old envelope comes back: the voter's own before they changed it, or one of an earlier ballot."""
    person = hall.voters[hall.chance.below(8)]
    earlier = replace(hall.held.manifest, vote="v0")
    old = seal(earlier, Ballot((0,), new_code(hall.chance)), sealing(hall.chance))[0]
    again = hall.chance.below(2)

    def box(sent: Envelopes, voters: list[str]) -> tuple[Envelopes, list[str]]:
        place = voters.index(person)
        came_back = hall.keeps[person][0] if again else old
        return [*sent[:place], came_back, *sent[place + 1 :]], voters

    hall.box = box
    if again:
        voted = hall.vote

        def vote_and_change() -> None:
            voted()
            hall.cast(person)

        hall.vote = vote_and_change  # type: ignore[method-assign]
        _lies(hall, hall.voters.index(person), lambda _told: hall.signed(person, hall.keeps[person][0], 1))


def split_view(hall: Hall) -> None:
    """Some are shown another ballot than the rest: other keys and words before it, or another list after it, which the last
    tablet signed as well. Each finds their own line in what they are shown.
    """
    victim = hall.voters[hall.chance.below(8)]
    if hall.chance.below(3) == 0:
        hall.shows = lambda person, real: replace(real, question="Câu khác?") if person == victim else real
        return
    hall.bad = len(hall.held.tablets)
    last = hall.held.tablets[-1]

    def publishes(person: str, real: Bundle) -> Bundle:
        if person != victim:
            return real
        mine, manifest = hall.devices[victim].ballot, hall.held.manifest
        others = [ballot for ballot in real.ballots if ballot != mine]
        other = replace(others[0], choice=((others[0].choice[0] + 1) % 3,))
        plain = [pack(manifest.digest, ballot) for ballot in [*(b for b in real.ballots if b != others[0]), other]]
        after, unopened = sorted(hashes(plain)), list(real.unopened[-1])
        signature = sign_opening(manifest.digest, hall.bad, real.lists[-2], after, unopened, last.signing)
        signatures = [*real.signatures[:-1], signature]
        return bundles.publish(
            manifest, real.nonces, real.roll, real.voters, real.lists[:-1], real.unopened, signatures, plain
        )

    hall.publishes = publishes


def key_swap(hall: Hall) -> None:
    """The server puts keys of its own into the manifest it shows: to all, to the voters, or to one."""
    own = [tablet(hall.chance, n + 1).keeper for n in range(len(hall.held.tablets))]
    whom = hall.chance.below(3)
    victim = hall.voters[hall.chance.below(8)]

    def shows(person: str, real: Manifest) -> Manifest:
        fooled = whom == 0 or (whom == 1 and person.startswith("p")) or person == victim
        board = tuple(replace(k, nonce_hash=r.nonce_hash) for k, r in zip(own, real.board, strict=True))
        return replace(real, board=board) if fooled else real

    hall.shows = shows


def mix_replace(hall: Hall) -> None:
    """A tablet gives on envelopes of its own in the place of some it opened."""
    bad, many = _a_bad_tablet(hall), 1 + hall.chance.below(3)
    hall.bends = lambda opened, unopened: ([*opened[many:], *(hall.own(bad) for _ in range(many))], unopened)


def _lies(hall: Hall, pick: int, lie: Callable[[Told | None], Told | None], always: bool = False) -> None:
    """Half of these servers tell the voter the same as they count (`always`: all of them)."""
    if always or hall.chance.below(2):
        victim = hall.voters[pick]
        hall.tells = lambda person, told: lie(told) if person == victim else told


def recast_ignored(hall: Hall) -> None:
    """A change is acknowledged and signed for, then thrown away: the first ballot counts, and that is what is told."""
    person = hall.voters[pick := hall.chance.below(8)]
    voted = hall.vote

    def vote_and_change() -> None:
        voted()
        hall.cast(person)
        hall.keeps[person].pop()

    hall.vote = vote_and_change  # type: ignore[method-assign]
    again = hall.chance.below(2)

    def told(_told: Told | None) -> Told:
        kept = hall.keeps[person]
        return hall.signed(person, kept[-1], len(kept) + 2 * again)

    _lies(hall, pick, told, always=True)


def row_gone(hall: Hall) -> None:
    """What a voter sent disappears whole: envelope, turnout, and what they are told of it."""
    pick = hall.chance.below(8)
    hall.box = lambda sent, voters: (sent[:pick] + sent[pick + 1 :], voters[:pick] + voters[pick + 1 :])
    _lies(hall, pick, lambda _told: None, always=True)


def told_another(hall: Hall) -> None:
    """Another envelope lies in a voter's name, and they are told that it is theirs: of the same revision, or a later one."""
    pick, made, more = hall.chance.below(8), hall.own(), hall.chance.below(3)
    hall.box = lambda sent, voters: ([*sent[:pick], made, *sent[pick + 1 :]], voters)
    lie = lambda told: hall.signed(hall.voters[pick], made, (told.revision if told else 0) + more)  # noqa: E731
    _lies(hall, pick, lie, always=True)


CHEATS: dict[str, Callable[[Hall], None]] = {
    "drop": drop,
    "add": add,
    "swap": swap,
    "copy": copy,
    "clash": clash,
    "replay": replay,
    "split view": split_view,
    "key swap": key_swap,
    "mix replace": mix_replace,
    "recast ignored": recast_ignored,
    "row gone": row_gone,
    "told another": told_another,
}


def played(cheat: str, number: int, seed: str = "1") -> list[str]:
    """What is noticed in one run; `honest` for none of them."""
    made = hall(f"{seed}/{cheat}/{number}")
    CHEATS.get(cheat, honest)(made)
    return made.hold()
