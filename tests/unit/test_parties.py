"""How employees and groups are named as recipients."""

from __future__ import annotations

import pytest

from core.team.parties import Party


@pytest.mark.parametrize("party", [Party("agent", 3), Party("group", 1), Party("agent", 2_147_483_647)])
def test_a_party_is_read_as_it_is_written(party: Party) -> None:
    assert Party.parse(str(party)) == party


@pytest.mark.parametrize(
    "written", ["", "somebody", "agent", "agent:", "agent:x", "agent:0", "agent:-1", "agent:1 ", "agent:٣", "robot:1"]
)
def test_what_names_nobody_is_no_party(written: str) -> None:
    assert Party.parse(written) is None
