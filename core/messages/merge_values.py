"""The catalogue of what merge tags can put into a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.i18n import N_


@dataclass(frozen=True, slots=True)
class MergeValue:
    """One value that a message can say."""

    name: str
    """As it stands in a tag: `visitor.first_name`."""
    label: str
    """On screen, in menus and on chips; marked for translation, as is the explanation."""
    explanation: str
    """Where it comes from, in one line."""
    example: str
    fallback: str = ""
    """What the menu offers to say where it isn't known."""
    always: bool = False
    """Known for every visitor: then nothing has to stand in for it."""

    @property
    def group(self) -> str:
        """What it is of: visitor, page, sender, site or now."""
        return self.name.partition(".")[0]


_ALL: Final = (
    MergeValue("visitor.first_name", N_("First name"), N_("Of the name they gave in a contact form."), "Mai", "there"),
    MergeValue("visitor.name", N_("Full name"), N_("As they gave it in a contact form."), "Nguyễn Thị Mai", "there"),
    MergeValue(
        "visitor.email", N_("E-mail"), N_("As they gave it in a contact form."), "mai@example.com", "your address"
    ),
    MergeValue("visitor.country", N_("Country"), N_("Where they are now, in words."), "Vietnam", "your country"),
    MergeValue("visitor.region", N_("Region"), N_("Needs a location database."), "Hanoi", "your region"),
    MergeValue("visitor.city", N_("City"), N_("Needs a location database."), "Hanoi", "your city"),
    MergeValue("visitor.language", N_("Language"), N_("What their browser is set to."), "Vietnamese", "your language"),
    MergeValue("visitor.visits", N_("Number of visits"), N_("This one included."), "4", "some"),
    MergeValue("visitor.device", N_("Device"), N_("desktop, phone or tablet."), "phone", always=True),
    MergeValue("page.title", N_("Page title"), N_("As the browser's tab says it."), "Gift boxes", "this page"),
    MergeValue("page.path", N_("Page path"), N_("What stands after the website's name."), "/gifts", always=True),
    MergeValue("page.address", N_("Page address"), N_("In full."), "https://shop.example/gifts", always=True),
    MergeValue(
        "sender.first_name", N_("Sender's first name"), N_("Of the employee in “Sent from”."), "Ada", always=True
    ),
    MergeValue("sender.name", N_("Sender's name"), N_("Of the employee in “Sent from”."), "Ada Lovelace", always=True),
    MergeValue("site.name", N_("Site"), N_("As it is called under Sites."), "Shop", always=True),
    MergeValue("now.part_of_day", N_("Part of the day"), N_("By the visitor's clock."), "morning", "day"),
    MergeValue("now.weekday", N_("Weekday"), N_("By the visitor's clock."), "Friday", "today"),
)

CATALOGUE: Final[Mapping[str, MergeValue]] = {each.name: each for each in _ALL}
"""Every value by its name, in the order of menus and docs."""
