"""No voting command is left out of the machines that try them in any order."""

from __future__ import annotations

from tests.voting.consent.test_consent_stateful import ConsentMachine
from tests.voting.counted.test_count_stateful import CountMachine
from tests.voting.machines import voting_commands
from tests.voting.sealed.test_sealed_stateful import SealedMachine
from tests.voting.slips.test_slip_stateful import OneSlip
from tests.voting.votes.test_ballot_stateful import BallotMachine

MACHINES = (BallotMachine, CountMachine, ConsentMachine, SealedMachine, OneSlip)


def test_every_voting_command_of_the_registry_is_given_by_a_machine() -> None:
    """That each of them really happened there, its machine's own test says."""
    assert frozenset().union(*(machine.GIVES for machine in MACHINES)) == voting_commands()
