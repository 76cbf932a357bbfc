"""What each role may do. Asked again at every call, never remembered."""

from __future__ import annotations

from enum import StrEnum

from core.errors import InvalidInput

ROLES = ("owner", "marketer", "agent")


class Permission(StrEnum):
    """What a page or an action needs; a role has some of them."""

    PROFILE = "profile"
    INBOX = "inbox"
    CAMPAIGNS = "campaigns"
    SEE_SITES = "see_sites"
    SITES = "sites"
    TEAM = "team"


_OWNER = frozenset(Permission)
_MARKETER = frozenset({Permission.PROFILE, Permission.INBOX, Permission.CAMPAIGNS, Permission.SEE_SITES})
_AGENT = frozenset({Permission.PROFILE, Permission.INBOX})


def permissions(role: str) -> frozenset[Permission]:
    """What a role may do; nothing for a role that this version does not know."""
    return {"owner": _OWNER, "marketer": _MARKETER, "agent": _AGENT}.get(role, frozenset())


def check_role(role: str) -> str:
    """The role, if it is one. Raises InvalidInput."""
    if role not in ROLES:
        raise InvalidInput("role", "Choose owner, marketer or agent.", "role")
    return role
