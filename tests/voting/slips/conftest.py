"""Who asks in the tests of slips."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.voting.slips.asking import Asking


@pytest.fixture
def asking(world: World) -> Asking:
    body = world.body(members=4)
    approver = world.person("Người Duyệt")
    office = {"capacities": ["approver"], "from_date": "2025-01-01"}
    world.must(None, "body.add_members", body, members=[{"person": approver, **office}])
    return Asking(world, body, approver)
