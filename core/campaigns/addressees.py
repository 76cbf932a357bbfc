"""Who can send a campaign's message and who can get the replies to it."""

from __future__ import annotations

from dataclasses import dataclass

from core import team
from core.storage import Storage
from core.team import Agent
from core.team import agent_groups as groups
from core.team.agent_groups import Group
from core.team.parties import Party


@dataclass(frozen=True, slots=True)
class Addressees:
    """Everybody in the team, deactivated ones too: a draft may still name them."""

    agents: tuple[Agent, ...]
    groups: tuple[Group, ...]

    @classmethod
    def load(cls, storage: Storage) -> Addressees:
        return cls(team.agents(storage), groups.groups(storage))

    def sender(self, agent_id: int | None) -> Agent | None:
        return next((each for each in self.agents if each.id == agent_id), None)

    def recipient(self, reference: str) -> Agent | Group | None:
        """The employee or group behind `agent:ID` or `group:ID`; None for "" and for what is not here."""
        party = Party.parse(reference)
        if party is None:
            return None
        among: tuple[Agent | Group, ...] = self.agents if party.kind == "agent" else self.groups
        return next((each for each in among if each.id == party.id), None)

    def sender_name(self, agent_id: int | None) -> str:
        """The name to show, "" where nobody is chosen or there is nobody any more."""
        found = self.sender(agent_id)
        return found.display_name if found else ""

    def recipient_name(self, reference: str) -> str:
        found = self.recipient(reference)
        if found is None:
            return ""
        return found.name if isinstance(found, Group) else found.display_name
