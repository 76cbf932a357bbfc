"""Who can be named as a recipient: an employee or a group, written `agent:3` and `group:1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from core.i18n import N_
from core.storage import Storage
from core.storage.models import Agent, AgentGroup

Kind = Literal["agent", "group"]

SOMEBODY: Final = N_("Somebody")
"""The name of who has none, or is not here any more."""

_WRITTEN = re.compile(r"(agent|group):([1-9][0-9]{0,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Party:
    """An employee or a group; whether they are there is asked of `is_active`."""

    kind: Kind
    id: int

    @classmethod
    def parse(cls, written: str) -> Party | None:
        """Who is meant by `agent:ID` or `group:ID`; None for "", which means everybody, and for what is neither."""
        found = _WRITTEN.fullmatch(written)
        return cls(cast(Kind, found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


class Parties:
    """All employees and groups as they are now; needs a connection."""

    def __init__(self) -> None:
        agents = Agent.select(Agent.id, Agent.name, Agent.deactivated_at)
        rows: dict[Party, Any] = {Party("agent", row.id): row for row in agents}
        rows |= {Party("group", row.id): row for row in AgentGroup.select()}
        self._rows = rows

    def who_left(self, *parties: Party | None) -> str | None:
        """The name of the first who is not active any more; None names nobody."""
        for party in filter(None, parties):
            row = self._rows.get(party)
            if row is None or row.deactivated_at is not None:
                return _name(row)
        return None


def is_active(party: Party | None) -> bool:
    """Whether they are there and active; nobody is not. Needs a connection."""
    row = _row(party) if party else None
    return row is not None and row.deactivated_at is None


def stays(storage: Storage, party: Party | None) -> bool:
    """Whether they are active, and will be until the transaction ends. Call it before conversations are held: whoever
    lets somebody leave holds these after them, too.
    """
    if party is not None and not storage.is_sqlite:  # whose transaction has the whole file
        model = _model(party)
        model.select(model.id).where(model.id == party.id).for_update("FOR SHARE").execute()  # type: ignore[arg-type]
    return is_active(party)


def name_of(party: Party) -> str:
    """What the team calls them, SOMEBODY if they are not here. Needs a connection."""
    return _name(_row(party))


def _row(party: Party) -> Agent | AgentGroup | None:
    found: Agent | AgentGroup | None = _model(party).get_or_none(id=party.id)
    return found


def _model(party: Party) -> type[Agent] | type[AgentGroup]:
    return Agent if party.kind == "agent" else AgentGroup


def _name(row: Agent | AgentGroup | None) -> str:
    return str(row.name) if row is not None and row.name else SOMEBODY
