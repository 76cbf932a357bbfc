"""Sets of employees, such as Sales: where a campaign's replies may go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from core.errors import InvalidInput, NotFound
from core.i18n import _
from core.storage import Storage
from core.storage.models import Agent, AgentGroup, Membership
from core.team import succession
from core.team.parties import Party
from core.team.people import check_name, hold_names


@dataclass(frozen=True, slots=True)
class Group:
    """A set of employees."""

    id: int
    name: str
    member_ids: tuple[int, ...]
    active: bool


def groups(storage: Storage) -> tuple[Group, ...]:
    """Every group, deactivated ones last, by name."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    with storage.connection():
        for agent_id, group_ids in membership().items():
            for group_id in group_ids:
                members[group_id].append(agent_id)
        found = [_group(row, members[row.id]) for row in AgentGroup.select()]
    return tuple(sorted(found, key=lambda each: (not each.active, each.name.casefold(), each.id)))


def group(storage: Storage, group_id: int) -> Group:
    """One group. Raises NotFound."""
    with storage.connection():
        row = AgentGroup.get_or_none(AgentGroup.id == group_id)
        if row is None:
            raise NotFound("group_unknown", _("This group is not here any more. Reload the page."))
        rows = Membership.select().where(Membership.group == group_id)
        return _group(row, [each.__data__["agent"] for each in rows])


def add_group(storage: Storage, name: str, member_ids: Collection[int] = ()) -> Group:
    """Make a group. Raises InvalidInput."""
    name = check_name(name)
    with storage.transaction():
        hold_names(storage)
        _refuse_taken_name(name, None)
        row = AgentGroup.create(name=name, created_at=datetime.now(UTC))
        _set_members(row.id, member_ids)
        storage.touch("team")
        return group(storage, row.id)


def edit_group(storage: Storage, group_id: int, *, name: str, member_ids: Collection[int]) -> Group:
    """Rename a group and say who is in it. Raises InvalidInput, NotFound."""
    name = check_name(name)
    with storage.transaction():
        hold_names(storage)
        group(storage, group_id)
        _refuse_taken_name(name, group_id)
        AgentGroup.update(name=name).where(AgentGroup.id == group_id).execute()
        _set_members(group_id, member_ids)
        storage.touch("team", "inbox")
        return group(storage, group_id)


def deactivate_group(storage: Storage, group_id: int, successor: str = "") -> Group:
    """Close a group; its campaigns and conversations go to `agent:ID` or `group:ID`.

    Without a successor the campaigns are flagged and the conversations become everybody's.
    """
    with storage.transaction():
        group(storage, group_id)
        party, heir = Party("group", group_id), Party.parse(successor)
        if successor and heir is None:
            raise succession.not_active()
        succession.check_successor(storage, party, heir)
        AgentGroup.update(deactivated_at=datetime.now(UTC)).where(AgentGroup.id == group_id).execute()
        succession.hand_over(storage, party, heir)
        storage.touch("team", "plan", "campaigns", "inbox", "sites")
        return group(storage, group_id)


def reactivate_group(storage: Storage, group_id: int) -> Group:
    """Open a group again; campaigns that were flagged for its absence run again."""
    with storage.transaction():
        group(storage, group_id)
        AgentGroup.update(deactivated_at=None).where(AgentGroup.id == group_id).execute()
        succession.take_back(storage, Party("group", group_id))
        storage.touch("team", "plan", "campaigns")
        return group(storage, group_id)


def membership(agent_id: int | None = None) -> dict[int, list[int]]:
    """Group ids by agent id, of everybody or of one; needs a connection."""
    query = Membership.select()
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in query if agent_id is None else query.where(Membership.agent == agent_id):
        found[row.__data__["agent"]].append(row.__data__["group"])
    return dict(found)


def set_groups(agent_id: int, group_ids: Collection[int]) -> None:
    """Put an employee into these groups and no others; needs a transaction."""
    known = {row.id for row in AgentGroup.select().where(AgentGroup.id.in_(list(group_ids)))}
    if missing := set(group_ids) - known:
        raise InvalidInput(
            "group_unknown", _("{n} of these groups are gone. Reload the page.").format(n=len(missing)), "groups"
        )
    Membership.delete().where(Membership.agent == agent_id).execute()
    for group_id in sorted(known):
        Membership.insert(agent=agent_id, group=group_id).on_conflict_ignore().execute()


def _set_members(group_id: int, member_ids: Collection[int]) -> None:
    known = {row.id for row in Agent.select().where(Agent.id.in_(list(member_ids)))}
    if missing := set(member_ids) - known:
        raise InvalidInput(
            "agent_unknown", _("{n} of these employees are gone. Reload the page.").format(n=len(missing)), "members"
        )
    Membership.delete().where(Membership.group == group_id).execute()
    for agent_id in sorted(known):
        Membership.insert(agent=agent_id, group=group_id).on_conflict_ignore().execute()


def _refuse_taken_name(name: str, group_id: int | None) -> None:
    taken = next((row for row in AgentGroup.select() if row.name.casefold() == name.casefold()), None)
    if taken is not None and taken.id != group_id:
        message = (
            _("There is a group {name} already. Use another name.")
            if taken.deactivated_at is None
            else _("There is a group {name} (deactivated) already. Use another name.")
        )
        raise InvalidInput("group_taken", message.format(name=taken.name), "name")


def _group(row: AgentGroup, member_ids: Iterable[int]) -> Group:
    return Group(row.id, row.name, tuple(sorted(member_ids)), row.deactivated_at is None)
