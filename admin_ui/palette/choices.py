"""What can be chosen without looking anything up: the pages and the commands of a role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from admin_ui import campaign_paths
from admin_ui.components.rail import ENTRIES
from core.i18n import N_, _
from core.team.roles import Permission

THEMES: Final = {
    "light": (N_("Switch to light"), "light_mode"),
    "dark": (N_("Switch to dark"), "dark_mode"),
    "system": (N_("Light or dark as the system"), "contrast"),
}
HELP: Final = "help"
SIGN_OUT: Final = "sign_out"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the dialog: it leads somewhere (`href`), puts something on the clipboard (`copies`), or acts."""

    key: str
    title: str
    caption: str = ""
    icon: str = ""
    href: str = ""
    copies: str = ""
    initials: str = ""
    """With these it is a person."""
    picture: str = ""
    beneath: bool = False
    """Whether it belongs to the one above."""
    beside: bool = False
    """Whether it opens beside what one is doing."""
    kept: bool = False
    """Whether the browser remembers that it was chosen: it is offered again under *Recent*."""


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one kind."""

    title: str
    choices: tuple[Choice, ...]


def pages(may: frozenset[Permission]) -> Iterator[tuple[Choice, str]]:
    """Where the role leads, and by what else each is found."""
    for entry in ENTRIES:
        if entry.needs in may:
            page = replace(_page(_(entry.words), entry.icon, entry.href), beside=entry.beside)
            yield page, _(MEANINGS.get(entry.href, ""))
    yield _page(_("Your profile"), "person", "/you"), _("picture password language")


def commands(may: frozenset[Permission], theme: str) -> Iterator[tuple[Choice, str]]:
    """What the role can do from anywhere, and by what else each is found."""
    for words, icon, href, needs, more in COMMANDS:
        if needs in may:
            yield Choice(f"command:{href}", _(words), icon=icon, href=href), _(more)
    for name, (words, icon) in THEMES.items():
        if name != theme:
            yield Choice(f"theme:{name}", _(words), icon=icon), _("theme")
    yield Choice(HELP, _("Keyboard shortcuts"), icon="keyboard"), _("help keys")
    yield Choice(SIGN_OUT, _("Sign out"), icon="logout"), ""


def key_of(path: str, conversation: str) -> str:
    """The key of what an address shows, "" if it is nothing of its own: where somebody goes is recent, too."""
    if path == "/inbox":
        return f"conversation:{conversation}" if conversation else ""
    found = ((kind, re.fullmatch(pattern, path)) for kind, pattern in PLACES.items())
    return next((f"{kind}:{fits[1]}" for kind, fits in found if fits), "")


def _page(title: str, icon: str, href: str) -> Choice:
    return Choice(f"page:{href}", title, icon=icon, href=href, kept=True)


PLACES: Final = {"campaign": rf"{campaign_paths.LIST}/(\d+)(?:/.*)?", "site": r"/sites/(\d+)"}
MEANINGS: Final = {
    campaign_paths.CAMPAIGNS: N_("smart messages"),
    "/inbox": N_("conversations replies"),
    "/leads": N_("contacts addresses"),
    "/visitors": N_("live online here now"),
    "/performance": N_("figures statistics report"),
    "/team": N_("employees agents groups"),
    "/sites": N_("websites snippet origins"),
}
"""Other words for a page."""
COMMANDS: Final = (
    (N_("Add smart message"), "add", campaign_paths.NEW, Permission.CAMPAIGNS, N_("new campaign create write")),
    (N_("Start from the gallery"), "auto_awesome_mosaic", campaign_paths.GALLERY, Permission.CAMPAIGNS,
     N_("new campaign template example")),
    (N_("Import campaigns"), "upload_file", campaign_paths.IMPORT, Permission.CAMPAIGNS, N_("file json")),
    (N_("Simulator"), "science", campaign_paths.SIMULATOR, Permission.CAMPAIGNS, N_("try test why which message")),
    (N_("Add employee"), "person_add", "/team?add=employee", Permission.TEAM, N_("new invite agent colleague")),
    (N_("Add group"), "group_add", "/team?add=group", Permission.TEAM, N_("new team")),
    (N_("Add site"), "add", "/sites/new", Permission.SITES, N_("new website")),
)  # fmt: skip
"""Words, icon, where it is done, what it needs, and by what else it is found."""
