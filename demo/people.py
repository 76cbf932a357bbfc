"""Who works at Harbour Goods: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PORTRAITS = Path(__file__).parent / "portraits"


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    title: str
    role: str
    groups: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.key}@harbour-goods.example"

    @property
    def portrait(self) -> bytes:
        return (PORTRAITS / f"{self.key}.webp").read_bytes()


GROUPS = ("Sales", "Support")

PEOPLE = (
    Person("ada", "Ada Lindqvist", "Shop and gifts", "owner", ("Sales",)),
    Person("bo", "Bo Andersen", "Gifts for teams", "marketer", ("Sales",)),
    Person("linh", "Linh Tran", "Help and repairs", "agent", ("Support",)),
    Person("sam", "Sam Okafor", "Help and shipping", "agent", ("Sales", "Support")),
)
