"""Takes a file in: whether it is one of ours at all, its campaigns as they stand in it, and its pictures made anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from core.campaign_files.pictures import NewPicture, read_pictures
from core.campaigns.drafts import FIELD_LABELS
from core.errors import InvalidFile, InvalidInput
from core.i18n import _
from core.i18n.figures import number
from core.rules.texts import shown

SCHEMA: Final = 1
"""Number of the form that this program writes; it reads this one and none that is newer."""
KIND: Final = "smart_trigger_campaigns"
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_CAMPAIGNS: Final = 500
MAX_DEPTH: Final = 40
"""Levels of objects and lists; a rule with as many groups as it may have needs half of them."""
_PARTS: Final = {"schema", "kind", "about", "campaigns", "pictures"}


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something that keeps a file from being imported, and where it stands."""

    message: str
    campaign: str = ""
    """Name of the campaign, or its place in the file; "" where it is about the whole file."""
    field: str = ""
    """Name of the draft's field."""

    def __str__(self) -> str:
        where = f"“{self.campaign}”" if self.campaign else ""
        place = ", ".join(filter(None, (where, _(FIELD_LABELS.get(self.field, self.field)))))
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """A file that is one of ours; what it says of each campaign is judged by core.campaign_files.planning."""

    campaigns: tuple[Mapping[str, Any], ...]
    pictures: Mapping[str, NewPicture]
    """By the hash that the file calls each by."""
    about: Mapping[str, Any]
    """What the gallery says of it."""
    problems: tuple[FileProblem, ...] = ()


def read(written: bytes) -> CampaignFile:
    """Take a file in. Raises InvalidFile for what is no file of campaigns; what is wrong within is in `problems`."""
    if len(written) > MAX_BYTES:
        _refuse(
            _("This file is larger than {n} MB. Export fewer campaigns at once.").format(n=MAX_BYTES // 1024 // 1024)
        )
    data = _parsed(written)
    entries = _entries(data)
    problems = [
        FileProblem(_("The file says “{what}”, which is not known here.").format(what=shown(each)))
        for each in data.keys() - _PARTS
    ]
    places = enumerate(entries, 1)
    problems += [FileProblem(_("This is no campaign."), str(at)) for at, each in places if not isinstance(each, dict)]
    pictures, wrong = _pictures(data.get("pictures", {}))
    about = data.get("about", {})
    if not isinstance(about, dict):
        wrong.append(FileProblem(_("“about” is an object.")))
        about = {}
    return CampaignFile(tuple(each for each in entries if isinstance(each, dict)), pictures, about, (*problems, *wrong))


def _entries(data: Any) -> list[Any]:
    """The campaigns of a file. Raises InvalidFile where it is not one of ours, or newer than this program."""
    if not isinstance(data, dict) or data.get("kind") != KIND:
        _refuse(_("This is no file of campaigns. Choose one that was exported from Smart Trigger."))
    schema, entries = data.get("schema"), data.get("campaigns")
    if type(schema) is not int or schema < 1:
        _refuse(
            _("The file does not say which form it has. Its “schema” is a number, such as {schema}.").format(
                schema=SCHEMA
            )
        )
    if schema > SCHEMA:
        _refuse(
            _("The file has form {schema}, and this program knows forms up to {known}. Update it, then import.").format(
                schema=schema, known=SCHEMA
            )
        )
    if not isinstance(entries, list) or not entries:
        _refuse(_("There is no campaign in this file."))
    if len(entries) > MAX_CAMPAIGNS:
        _refuse(
            _("There are {n} campaigns in this file. Divide it into files of {most} at most.").format(
                n=number(len(entries)), most=MAX_CAMPAIGNS
            )
        )
    return entries


def _pictures(given: object) -> tuple[dict[str, NewPicture], list[FileProblem]]:
    try:
        return read_pictures(given), []
    except InvalidInput as error:
        return {}, [FileProblem(each.message) for each in (error, *error.others)]


def _parsed(written: bytes) -> Any:
    try:
        data = json.loads(written.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse(_("This file can't be read: it is no JSON in UTF-8. Choose one that was exported from Smart Trigger."))
    if _is_too_deep(data):
        _refuse(
            _("This file nests more than {most} levels deep. Choose one that was exported from Smart Trigger.").format(
                most=MAX_DEPTH
            )
        )
    return data


def _is_too_deep(data: object) -> bool:
    level = [data]
    for _level in range(MAX_DEPTH):
        level = [child for each in level for child in _children(each)]
    return bool(level)


def _children(node: object) -> Iterable[object]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _refuse(message: str) -> NoReturn:
    raise InvalidFile([FileProblem(message)])
