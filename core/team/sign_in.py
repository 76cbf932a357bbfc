"""Who is who in the admin: passwords, sessions, one-time links, and limits that survive a restart."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from core import team
from core.errors import InvalidInput, NotFound, Unauthorised, together
from core.i18n import _
from core.settings import Settings
from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.models import Agent, LoginLink, Session
from core.team import sign_in_limits
from core.team.people import check_name, hold_names, refuse_control

SESSION_LIFE = timedelta(days=14)
"""A session ends after this long without use."""
SESSION_STEP = timedelta(hours=6)
"""How stale a session's end may become before it is moved on, so that not every call writes."""
LINK_LIFE = timedelta(minutes=15)
INVITATION_LIFE = timedelta(days=3)
"""Of a link for somebody who has not been here yet: it opens nothing of theirs, and is read when they come to it."""
MIN_PASSWORD = 10
MAX_PASSWORD = 256

_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A one-time link that one employee makes for another."""

    address: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the page behind a one-time link needs to know."""

    name: str
    email: str
    asks_who: bool
    """The first owner has neither name nor address yet: the page asks for both."""
    has_password: bool


def sign_in(storage: Storage, email: str, password: str, *, address: str, browser: str = "") -> str:
    """Check e-mail and password; returns a new session's token.

    Raises Unauthorised (`sign_in_failed`, one sentence for every reason), TooMany, or InvalidInput for what can't be
    typed.
    """
    email = email.strip().lower()
    for field, text in (("email", email), ("password", password)):
        refuse_control(text, field)
    subjects = sign_in_limits.subjects(address, email)
    sign_in_limits.refuse_if_blocked(storage, subjects)
    with storage.connection():
        row = Agent.get_or_none(Agent.email == email, Agent.deactivated_at.is_null(), Agent.password_hash != "")
        fits = _verify(_of_nobody() if row is None else row.password_hash, password)
    if row is None or not fits:
        sign_in_limits.count_failure(storage, subjects)
        raise _failed()
    rehashed = _HASHER.hash(password) if _HASHER.check_needs_rehash(row.password_hash) else row.password_hash
    with storage.transaction():
        sign_in_limits.forget(subjects)
        still = (Agent.id == row.id, Agent.password_hash == row.password_hash, Agent.deactivated_at.is_null())
        if not Agent.update(password_hash=rehashed).where(*still).execute():  # meanwhile it was replaced, or they left
            raise _failed()
        return _open_session(row.id, browser)


def agent_of(storage: Storage, token: str) -> team.Agent:
    """Who a session belongs to, read anew; moves the session's end on. Raises Unauthorised."""
    now = datetime.now(UTC)
    with storage.connection():
        session = Session.get_or_none(Session.token_hash == _digest(token)) if token else None
        if session is None or session.expires_at <= now:
            raise Unauthorised("session_over", _("You are signed out. Sign in again."))
        found = team.agent(storage, session.__data__["agent"])
        if not found.active:
            raise Unauthorised("session_over", _("Your account is deactivated. Ask an owner."))
        if session.expires_at < now + SESSION_LIFE - SESSION_STEP:
            with storage.transaction():
                moved = Session.update(expires_at=now + SESSION_LIFE)
                moved.where(Session.token_hash == session.token_hash).execute()
        return found


def sign_out(storage: Storage, token: str) -> None:
    """End one session; open pages notice at once."""
    with storage.transaction():
        Session.delete().where(Session.token_hash == _digest(token)).execute()
        storage.touch("team")


def change_password(storage: Storage, token: str, *, current: str, new: str) -> None:
    """Set one's own password; ends every other session. Raises InvalidInput."""
    found = agent_of(storage, token)
    with storage.connection():
        known = str(Agent.get_by_id(found.id).password_hash)
    together(current=lambda: _check_current(known, current), password=lambda: check_password(new, found.email))
    hashed = _HASHER.hash(new)
    with storage.transaction():
        if not Agent.update(password_hash=hashed).where(Agent.id == found.id, Agent.password_hash == known).execute():
            raise _not_current()
        Session.delete().where(Session.agent == found.id, Session.token_hash != _digest(token)).execute()
        storage.touch("team")


def make_link(storage: Storage, email: str | None) -> str:
    """Path of a new one-time link for an employee; older ones of theirs end.

    With None: for the first owner, who is made if there is nobody. Raises NotFound for an unknown address, InvalidInput
    for one that can't be.
    """
    return _make_link(storage, email, lambda row: LINK_LIFE).address


def link_to_hand_over(storage: Storage, settings: Settings, email: str) -> HandedOver:
    """A new one-time link as by `make_link`, but for days where its employee has no password yet."""
    made = _make_link(storage, email, lambda row: LINK_LIFE if row.password_hash else INVITATION_LIFE)
    return replace(made, address=settings.admin_address + made.address)


def _make_link(storage: Storage, email: str | None, life: Callable[[Agent], timedelta]) -> HandedOver:
    now = datetime.now(UTC)
    token = secrets.token_urlsafe(32)
    with storage.transaction():
        storage.hold("login links")
        row = _first_owner(now) if email is None else _active(email)
        until = now + life(row)
        LoginLink.delete().where(LoginLink.agent == row.id).execute()
        LoginLink.create(token_hash=_digest(token), agent=row.id, created_at=now, expires_at=until)
    return HandedOver(f"/welcome/{token}", until)


def login_link(storage: Storage, settings: Settings, email: str | None) -> str:
    """Full address of a one-time link, as by `make_link`. Raises NotFound, InvalidInput."""
    return settings.admin_address + make_link(storage, email)


def open_link(storage: Storage, token: str) -> Welcome:
    """What a one-time link is for, without using it up. Raises NotFound for a used, old or unknown one."""
    with storage.connection():
        found = team.agent(storage, _link(token).__data__["agent"])
    return Welcome(found.name, found.email, asks_who=not found.email, has_password=found.has_password)


def use_link(storage: Storage, token: str, *, password: str, name: str = "", email: str = "", browser: str = "") -> str:
    """Use a one-time link up: sets the password, ends older sessions, returns a new session's token.

    `name` and `email` count only for a first owner, who has none yet. Raises NotFound, InvalidInput.
    """
    welcome = open_link(storage, token)
    who: dict[str, Callable[[], str]] = {}
    if welcome.asks_who:
        who = {"name": lambda: check_name(name), "email": lambda: team.free_email(email, None)}
    address = email.strip().lower() if welcome.asks_who else welcome.email
    with storage.connection():
        checked = together(**who, password=lambda: check_password(password, address))
    hashed = _HASHER.hash(password)
    with storage.transaction():
        hold_names(storage)
        checked |= together(**who)  # again: hashing takes its time
        now = to_ms(datetime.now(UTC))
        used = storage.execute(_USE_LINK, (now, _digest(token), now))
        if not used:
            raise _link_over()
        agent_id = used[0][0]
        values = {field: checked[field] for field in who}
        still = (Agent.id == agent_id, Agent.deactivated_at.is_null())
        if not Agent.update(password_hash=hashed, **values).where(*still).execute():
            raise _link_over()
        Session.delete().where(Session.agent == agent_id).execute()
        session = _open_session(agent_id, browser)
        storage.touch("team")
        return session


def check_password(password: str, email: str = "") -> str:
    """The password, if it is long enough and not the address. Raises InvalidInput."""
    if len(password) < MIN_PASSWORD:
        raise InvalidInput(
            "password_short",
            _("Use at least {n} characters; a short sentence is fine.").format(n=MIN_PASSWORD),
            "password",
        )
    if len(password) > MAX_PASSWORD:
        raise InvalidInput("password_long", _("Use at most {n} characters.").format(n=MAX_PASSWORD), "password")
    refuse_control(password, "password")
    if password.strip().lower() == email or len(set(password)) < 4:
        raise InvalidInput("password_weak", _("This password is too easy to guess. Choose another."), "password")
    return password


def _check_current(known: str, typed: str) -> str:
    refuse_control(typed, "current")
    if not typed:
        raise InvalidInput("password_missing", _("Type your current password."), "current")
    if not _verify(known, typed):
        raise _not_current()
    return typed


def _not_current() -> InvalidInput:
    return InvalidInput("password_wrong", _("This is not your current password. Type it again."), "current")


def _failed() -> Unauthorised:
    return Unauthorised("sign_in_failed", _("E-mail or password is wrong. Check both, or ask an owner for a link."))


def _of_nobody() -> str:
    """What passwords of unknown accounts are compared with, so that they take as long as known ones: drawn, as nothing
    has to fit it, in the format of PHC strings (https://github.com/P-H-C/phc-string-format).
    """
    salt, hashed = (
        b64encode(secrets.token_bytes(length)).rstrip(b"=").decode() for length in (_HASHER.salt_len, _HASHER.hash_len)
    )
    costs = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${hashed}"


def _verify(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _open_session(agent_id: int, browser: str) -> str:
    now = datetime.now(UTC)
    Session.delete().where(Session.expires_at <= now).execute()
    token = secrets.token_urlsafe(32)
    Session.create(
        token_hash=_digest(token), agent=agent_id, created_at=now, expires_at=now + SESSION_LIFE, browser=browser[:200]
    )
    return token


def _link(token: str) -> LoginLink:
    link = LoginLink.get_or_none(LoginLink.token_hash == _digest(token))
    if link is None or link.used_at is not None or link.expires_at <= datetime.now(UTC):
        raise _link_over()
    return link


def _link_over() -> NotFound:
    return NotFound("link_over", _("This link has been used, or its time is over. Ask for a new one."))


def _first_owner(now: datetime) -> Agent:
    owners = Agent.select().where(Agent.role == "owner", Agent.deactivated_at.is_null()).order_by(Agent.id)
    found: Agent | None = owners.first()
    if found is None:
        address = f"{team.NO_EMAIL}{secrets.token_hex(8)}"
        found = Agent.create(email=address, name="", role="owner", created_at=now)
    return found


def _active(email: str) -> Agent:
    refuse_control(email, "email")
    row: Agent | None = Agent.get_or_none(Agent.email == email.strip().lower(), Agent.deactivated_at.is_null())
    if row is None:
        raise NotFound(
            "agent_unknown", _("Nobody active has the address {email}. Check it on the Team page.").format(email=email)
        )
    return row


# the one who marks the link is the one who uses it: a second one at the same time finds it used
_USE_LINK = """
UPDATE login_link SET used_at = %s WHERE token_hash = %s AND used_at IS NULL AND expires_at > %s RETURNING agent_id
"""
