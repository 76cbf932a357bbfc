"""What each role may do. Asked again at every call, never remembered."""

from __future__ import annotations

from enum import StrEnum

from core.errors import InvalidInput
from core.i18n import N_, _

ROLES = ("owner", "marketer", "agent")


class Permission(StrEnum):
    """What a page or an action needs; a role has some of them."""

    PROFILE = "profile"
    INBOX = "inbox"
    VISITORS = "visitors"
    HOME = "home"
    CAMPAIGNS = "campaigns"
    LEADS = "leads"
    SEE_SITES = "see_sites"
    SITES = "sites"
    TEAM = "team"
    PLUGINS = "plugins"
    SETTINGS = "settings"


_NAMES = {"owner": N_("Owner"), "marketer": N_("Marketer"), "agent": N_("Agent")}
_OWNER = frozenset(Permission)
_AGENT = frozenset({Permission.PROFILE, Permission.INBOX, Permission.VISITORS})
_MARKETER = _AGENT | {Permission.HOME, Permission.CAMPAIGNS, Permission.LEADS, Permission.SEE_SITES}


def role_name(role: str) -> str:
    """What a role is called, in the reader's language."""
    return _(_NAMES.get(role, role))


def permissions(role: str) -> frozenset[Permission]:
    """What a role may do; nothing for a role that this version does not know."""
    return {"owner": _OWNER, "marketer": _MARKETER, "agent": _AGENT}.get(role, frozenset())


def check_role(role: str) -> str:
    """The role, if it is one. Raises InvalidInput."""
    if role not in ROLES:
        raise InvalidInput("role", _("Choose owner, marketer or agent."), "role")
    return role
