"""The catalogue of what merge tags can put into a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MergeValue:
    """One value that a message can say."""

    name: str
    """As it stands in a tag: `visitor.first_name`."""
    label: str
    """On screen, in menus and on chips."""
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
    MergeValue("visitor.first_name", "First name", "Of the name they gave in a contact form.", "Mai", "there"),
    MergeValue("visitor.name", "Full name", "As they gave it in a contact form.", "Nguyễn Thị Mai", "there"),
    MergeValue("visitor.email", "E-mail", "As they gave it in a contact form.", "mai@example.com", "your address"),
    MergeValue("visitor.country", "Country", "Where they are now, in words.", "Vietnam", "your country"),
    MergeValue("visitor.region", "Region", "Needs a location database.", "Hanoi", "your region"),
    MergeValue("visitor.city", "City", "Needs a location database.", "Hanoi", "your city"),
    MergeValue("visitor.language", "Language", "What their browser is set to.", "Vietnamese", "your language"),
    MergeValue("visitor.visits", "Number of visits", "This one included.", "4", "some"),
    MergeValue("visitor.device", "Device", "desktop, phone or tablet.", "phone", always=True),
    MergeValue("page.title", "Page title", "As the browser's tab says it.", "Gift boxes", "this page"),
    MergeValue("page.path", "Page path", "What stands after the website's name.", "/gifts", always=True),
    MergeValue("page.address", "Page address", "In full.", "https://shop.example/gifts", always=True),
    MergeValue("sender.first_name", "Sender's first name", "Of the employee in “Sent from”.", "Ada", always=True),
    MergeValue("sender.name", "Sender's name", "Of the employee in “Sent from”.", "Ada Lovelace", always=True),
    MergeValue("site.name", "Site", "As it is called under Sites.", "Shop", always=True),
    MergeValue("now.part_of_day", "Part of the day", "By the visitor's clock.", "morning", "day"),
    MergeValue("now.weekday", "Weekday", "By the visitor's clock.", "Friday", "today"),
)

CATALOGUE: Final[Mapping[str, MergeValue]] = {each.name: each for each in _ALL}
"""Every value by its name, in the order of menus and docs."""
