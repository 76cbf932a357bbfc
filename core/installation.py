"""What this installation has that conditions can name: its campaigns, employees and groups."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from core.i18n import N_
from core.rules.listings import Absent, Listed, Listing
from core.storage import Storage

TOPICS: Final = ("campaigns", "plan", "sites", "team")
"""What changes it."""

_NO_CAMPAIGN: Final = Absent(
    N_("{name} was deleted. Choose another campaign or take it away."),
    N_("This names a campaign that was deleted. Choose another or take it away."),
    N_("a deleted campaign"),
    N_("There is no campaign “{name}” on this site or in the file. Name another, or take the condition away."),
    N_("Several campaigns are called “{name}”, and it is not clear which is meant. Give the others another name."),
)
_NO_GROUP: Final = Absent(
    N_("{name} is not active any more. Choose another group or take it away."),
    N_("This names a group that is not here any more. Choose another or take it away."),
    N_("a former group"),
    N_("There is no “{name}” here. Add the group, or name another."),
    N_("Several here are “{name}”, and it is not clear which is meant. Give the others another name."),
)
_NOBODY: Final = Absent(
    N_("{name} is not active any more. Choose somebody else or take it away."),
    N_("This names somebody who is not here any more. Choose somebody else or take it away."),
    N_("somebody who has left"),
    N_("There is no “{name}” here. Add them to the team, or name somebody else."),
    N_("Several here are “{name}”, and it is not clear which is meant. Give the others another name."),
)


class Installation:
    """Lists for the options of conditions: `Choices(options=installation.campaigns)`.

    Made with the plugins, before there is a database; whoever shows or checks rules refreshes it first.
    """

    def __init__(self) -> None:
        self.campaigns: Final = Listing(_NO_CAMPAIGN, is_of_sites=True)
        """Values are ids, as `History.campaigns` has them."""
        self.groups: Final = Listing(_NO_GROUP)
        """Values are `group:ID`."""
        self.team: Final = Listing(_NOBODY)
        """Groups, then employees (`agent:ID`)."""
        self._seen: tuple[object, ...] | None = None

    def refresh(self, storage: Storage) -> None:
        """Take over what there is now; quick where nothing has changed. Peewee's errors come through."""
        with storage.connection():
            seen = (storage, *storage.execute(_VERSIONS, TOPICS))
            if seen == self._seen:
                return
            self.campaigns.take(_campaigns(storage))
            groups = [*_listed(storage.execute(_GROUPS))]
            self.groups.take(groups)
            self.team.take([*groups, *_listed(storage.execute(_AGENTS))])
            self._seen = seen


def _campaigns(storage: Storage) -> Iterator[Listed]:
    """By name; those of one name are told apart by their sites."""
    rows = storage.execute(_CAMPAIGNS)
    named = [(str(json.loads(draft).get("name", "")), *more) for draft, *more in rows]
    times = Counter(name.strip() for name, *_, here, _ in named if here)
    for called, _, number, site, site_name, here, away in sorted(
        named, key=lambda each: (each[0].casefold(), *each[1:3])
    ):
        name = called.strip() or "…"
        yield Listed(
            str(number), f"{name} ({site_name})" if times[name] > 1 else name, bool(here), called, site, bool(away)
        )


def _listed(rows: Iterable[tuple[str, str, str, bool]]) -> Iterator[Listed]:
    for value, name, called, here in sorted(rows, key=lambda each: (each[1].casefold(), each[0])):
        yield Listed(value, name, bool(here), called)


_VERSIONS = "SELECT topic, version FROM pulse WHERE topic IN (%s, %s, %s, %s) ORDER BY topic"
_CAMPAIGNS = """
SELECT c.draft, c.position, c.id, s.id, s.name, c.deleted_at IS NULL, c.archived_at IS NOT NULL
FROM campaign c JOIN site s ON s.id = c.site_id
"""
_GROUPS = "SELECT 'group:' || id, name, 'group:' || name, deactivated_at IS NULL FROM agent_group"
_AGENTS = """
SELECT 'agent:' || id, CASE WHEN name = '' THEN email ELSE name END, 'agent:' || email, deactivated_at IS NULL
FROM agent
"""
