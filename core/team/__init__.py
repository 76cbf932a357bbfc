"""Who works here: the employees, and (from core.team.agent_groups) their groups; core.team.roles says what they may."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.errors import Conflict, InvalidInput, NotFound, together
from core.i18n import LANGUAGES, PSEUDO_LANGUAGES, _
from core.storage import Storage
from core.storage.models import Agent as AgentRow
from core.storage.models import LoginLink
from core.storage.models import Session as SessionRow
from core.team import succession
from core.team.agent_groups import (
    Group,
    add_group,
    deactivate_group,
    edit_group,
    group,
    groups,
    membership,
    reactivate_group,
    set_groups,
)
from core.team.parties import Party
from core.team.people import check_name, hold_names, refuse_control, short
from core.team.roles import check_role

__all__ = [
    "MAX_EMAIL", "NO_EMAIL", "THEMES", "Agent", "Group", "add_agent", "add_group", "agent", "agents", "check_email",
    "deactivate_agent", "deactivate_group", "edit_agent", "edit_group", "edit_profile", "group", "groups",
    "reactivate_agent", "reactivate_group", "set_language", "set_picture", "set_theme",
]  # fmt: skip

THEMES = ("system", "light", "dark")
MAX_EMAIL = 254
MAX_CAPACITY = 100
"""Conversations that somebody can have at once."""
NO_EMAIL = "@"
"""How the address of a first owner begins who has not been asked yet."""

_EMAIL = re.compile(r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\".]+(\.[^@\s<>()\[\],;:\\\".]+)+")


@dataclass(frozen=True, slots=True)
class Agent:
    """An employee as the rest of the system sees one."""

    id: int
    email: str
    """Empty only for the first owner, until the welcome page has asked."""
    name: str
    role: str
    title: str
    picture: str
    """Hash of a picture in core.media, or empty: initials."""
    theme: str
    active: bool
    has_password: bool
    group_ids: tuple[int, ...] = ()
    capacity: int = 5
    """How many open conversations they have time for at once."""
    language: str = ""
    """In which they read the admin (core.i18n); empty: what their browser asks for."""

    @property
    def display_name(self) -> str:
        return self.name or self.email or _("New owner")


def agents(storage: Storage) -> tuple[Agent, ...]:
    """Everybody, deactivated ones last, by name."""
    with storage.connection():
        group_ids = membership()
        found = [_agent(row, group_ids.get(row.id, ())) for row in AgentRow.select()]
    return tuple(sorted(found, key=lambda each: (not each.active, each.display_name.casefold(), each.id)))


def agent(storage: Storage, agent_id: int) -> Agent:
    """One employee. Raises NotFound."""
    with storage.connection():
        return _agent(_row(agent_id), membership(agent_id).get(agent_id, ()))


def add_agent(
    storage: Storage,
    *,
    email: str,
    name: str,
    role: str,
    title: str = "",
    group_ids: Collection[int] = (),
    capacity: int = 5,
) -> Agent:
    """Make an employee who can sign in once they have used a one-time link. Raises InvalidInput."""
    with storage.transaction():
        hold_names(storage)
        values = _checked(email, name, role, title, capacity)
        row = AgentRow.create(**values, created_at=datetime.now(UTC))
        set_groups(row.id, group_ids)
        storage.touch("team")
        return agent(storage, row.id)


def edit_agent(
    storage: Storage,
    agent_id: int,
    *,
    email: str,
    name: str,
    role: str,
    title: str = "",
    group_ids: Collection[int] = (),
    capacity: int = 5,
) -> Agent:
    """Change an employee. Raises InvalidInput, NotFound, and Conflict for the last owner's role."""
    with storage.transaction():
        hold_names(storage)
        row = _row(agent_id)
        values = _checked(email, name, role, title, capacity, agent_id)
        if role != "owner":
            _refuse_last_owner(storage, row)
        AgentRow.update(**values).where(AgentRow.id == agent_id).execute()
        set_groups(agent_id, group_ids)
        storage.touch("team", "plan", "inbox")
        return agent(storage, agent_id)


def edit_profile(storage: Storage, agent_id: int, *, name: str, title: str = "") -> Agent:
    """What employees may change about themselves. Raises InvalidInput."""
    with storage.transaction():
        _row(agent_id)
        values = together(name=lambda: check_name(name), title=lambda: short(title, "title"))
        AgentRow.update(**values).where(AgentRow.id == agent_id).execute()
        storage.touch("team", "plan", "inbox")
        return agent(storage, agent_id)


def set_picture(storage: Storage, agent_id: int, picture: str) -> Agent:
    """Use a picture kept by core.media (its hash), or none ("")."""
    with storage.transaction():
        _row(agent_id)
        AgentRow.update(picture=picture).where(AgentRow.id == agent_id).execute()
        storage.touch("team", "plan", "inbox")
        return agent(storage, agent_id)


def set_theme(storage: Storage, agent_id: int, theme: str) -> None:
    """Light, dark, or as the employee's system says. Raises InvalidInput."""
    if theme not in THEMES:
        raise InvalidInput("theme", _("Choose light, dark or system."), "theme")
    with storage.transaction():
        AgentRow.update(theme=theme).where(AgentRow.id == agent_id).execute()


def set_language(storage: Storage, agent_id: int, code: str) -> None:
    """In which language an employee reads the admin; "": what their browser asks for. Raises InvalidInput."""
    if code and code not in LANGUAGES and code not in PSEUDO_LANGUAGES:
        raise InvalidInput("language", _("Choose a language from the list."), "language")
    with storage.transaction():
        AgentRow.update(language=code).where(AgentRow.id == agent_id).execute()


def deactivate_agent(storage: Storage, agent_id: int, successor_id: int | None = None) -> Agent:
    """Sign an employee out and hand over what they had (core.team.succession); groups remember them for a return.

    Without a successor their campaigns are flagged and their conversations become everybody's.
    Raises InvalidInput for a successor who is not active, Conflict for the last owner.
    """
    with storage.transaction():
        LoginLink.delete().where(LoginLink.agent == agent_id).execute()  # first, as whoever uses one holds it first
        _refuse_last_owner(storage, _row(agent_id))
        party = Party("agent", agent_id)
        successor = None if successor_id is None else Party("agent", successor_id)
        succession.check_successor(storage, party, successor)
        AgentRow.update(deactivated_at=datetime.now(UTC)).where(AgentRow.id == agent_id).execute()
        SessionRow.delete().where(SessionRow.agent == agent_id).execute()
        succession.hand_over(storage, party, successor)
        storage.touch("team", "plan", "campaigns", "inbox", "sites")
        return agent(storage, agent_id)


def reactivate_agent(storage: Storage, agent_id: int) -> Agent:
    """Let an employee back in; campaigns that were flagged for their absence run again."""
    with storage.transaction():
        _row(agent_id)
        AgentRow.update(deactivated_at=None).where(AgentRow.id == agent_id).execute()
        succession.take_back(storage, Party("agent", agent_id))
        storage.touch("team", "plan", "campaigns")
        return agent(storage, agent_id)


def check_email(email: str) -> str:
    """The address in the form in which it is kept. Raises InvalidInput."""
    email = email.strip().lower()
    refuse_control(email, "email")
    if not email:
        raise InvalidInput("email_missing", _("Type an e-mail address."), "email")
    if len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email):
        raise InvalidInput("email", _("This is no e-mail address. Write it like ada@example.com."), "email")
    return email


def _checked(
    email: str, name: str, role: str, title: str, capacity: int, agent_id: int | None = None
) -> dict[str, Any]:
    checks: dict[str, Callable[[], Any]] = {
        "name": lambda: check_name(name),
        "title": lambda: short(title, "title"),
        "email": lambda: free_email(email, agent_id),
        "role": lambda: check_role(role),
        "capacity": lambda: _check_capacity(capacity),
    }
    return together(**checks)


def _check_capacity(conversations: int) -> int:
    if not 1 <= conversations <= MAX_CAPACITY:
        said = _("Choose a number from 1 to {most}.").format(most=MAX_CAPACITY)
        raise InvalidInput("capacity", said, "capacity")
    return conversations


def _row(agent_id: int) -> AgentRow:
    row = AgentRow.get_or_none(AgentRow.id == agent_id)
    if row is None:
        raise NotFound("agent_unknown", _("This employee is not here any more. Reload the page."))
    return row


def _refuse_last_owner(storage: Storage, row: AgentRow) -> None:
    """Holds the owners' rows until the transaction ends: of two owners who leave at once, the second one stays."""
    owners = AgentRow.select(AgentRow.id).where(AgentRow.role == "owner", AgentRow.deactivated_at.is_null())
    held = owners.order_by(AgentRow.id)
    if not storage.is_sqlite:
        held = held.for_update("FOR NO KEY UPDATE")  # type: ignore[arg-type]
    if [owner.id for owner in held] == [row.id]:
        message = (
            _("{name} is the last owner. Make somebody else an owner first.")
            if row.name
            else _("This is the last owner. Make somebody else an owner first.")
        )
        raise Conflict("last_owner", message.format(name=row.name))


def free_email(email: str, agent_id: int | None) -> str:
    """The address as it is kept, if nobody else than `agent_id` has it; needs a connection. Raises InvalidInput."""
    email = check_email(email)
    taken = AgentRow.get_or_none(AgentRow.email == email)
    if taken is not None and taken.id != agent_id:
        message = (
            _("{name} has this address already. Use another.")
            if taken.deactivated_at is None
            else _("{name} (deactivated) has this address already. Use another.")
        )
        raise InvalidInput("email_taken", message.format(name=taken.name), "email")
    return email


def _agent(row: AgentRow, group_ids: Iterable[int]) -> Agent:
    return Agent(
        id=row.id,
        email="" if row.email.startswith(NO_EMAIL) else row.email,
        name=row.name,
        role=row.role,
        title=row.title,
        picture=row.picture,
        theme=row.theme,
        active=row.deactivated_at is None,
        has_password=bool(row.password_hash),
        group_ids=tuple(sorted(group_ids)),
        capacity=row.capacity,
        language=row.language,
    )
