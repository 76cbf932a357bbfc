"""How each field of a draft stands in a file: people and goals by what they are called, everything else as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from core.campaign_files import references
from core.campaigns.addressees import Addressees
from core.campaigns.drafts import Draft, check_field, moment
from core.errors import InvalidInput
from core.goals import Goal
from core.i18n import _
from core.messages.translations import words_alone
from core.plugins import Registry
from core.rules import Problem, check, is_sound, walk
from core.rules.texts import fold, shown
from core.rules.tree import Types
from core.team import Agent
from core.team.agent_groups import Group
from core.team.parties import Party

NAMES: Final = tuple(each.name for each in fields(Draft))
"""Names of what a file says of a campaign, in their order."""
_NOT_CHOSEN_YET: Final = {"no_fact", "no_operator", "no_key"}


@dataclass(frozen=True, slots=True)
class Named:
    """Who and what is meant by an address or a name, and what to call them in a file."""

    addressees: Addressees
    goals: tuple[Goal, ...]
    """Of all sites where a file is written; of one where it is read."""
    types: Types
    """Condition types, which know what rules name."""
    site_id: int | None = None
    """The site that a file is read for."""
    brought: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By name, what rules keep of the campaigns that the file brings."""

    def written(self, name: str, draft: Draft) -> Any:
        """A field of a draft as a file has it; who or what is not here any more is left out."""
        if name == "sender":
            sender = self.addressees.sender(draft.sender)
            return sender.email or None if sender else None
        if name == "recipient":
            recipient = self.addressees.recipient(draft.recipient)
            return _named(recipient) if recipient else None
        if name == "goal":
            return next((each.name for each in self.goals if each.id == draft.goal), None)
        if name == "audience":
            return references.written(draft.audience, self.types)
        return words_alone(draft.translations) if name == "translations" else getattr(draft, name)

    def meant(self, name: str, value: object) -> Any:
        """What a file says in a field, as the draft has it. Raises InvalidInput for who or what is not here."""
        if name == "sender":
            return None if value is None else self._agent(value).id
        if name == "recipient":
            return "" if value is None else str(self._party(value))
        if name == "goal":
            return None if value is None else self._goal(value).id
        return value

    def _party(self, value: object) -> Party:
        if isinstance(value, dict) and set(value) == {"agent"}:
            return Party("agent", self._agent(value["agent"]).id)
        if isinstance(value, dict) and set(value) == {"group"}:
            return Party("group", self._group(value["group"]).id)
        raise InvalidInput("file_recipient", _('Write {"agent": e-mail address}, {"group": name} or null.'))

    def _agent(self, email: object) -> Agent:
        if not isinstance(email, str) or not email:
            raise InvalidInput("file_agent", _("Write the employee's e-mail address, or null."))
        found = next((each for each in self.addressees.agents if each.email == email.strip().lower()), None)
        if found is None:
            raise InvalidInput(
                "file_agent",
                _("Nobody here has the address {email}. Add them, or name another.").format(email=shown(email)),
            )
        return found

    def _group(self, name: object) -> Group:
        if not isinstance(name, str) or not name:
            raise InvalidInput("file_group", _("Write the group's name."))
        found = next((each for each in self.addressees.groups if each.name == name), None)
        if found is None:
            raise InvalidInput(
                "file_group", _("There is no group “{name}” here. Add it, or name another.").format(name=shown(name))
            )
        return found

    def _goal(self, name: object) -> Goal:
        if not isinstance(name, str) or not name:
            raise InvalidInput("file_goal", _("Write the goal's name, or null."))
        found = next((each for each in self.goals if fold(each.name) == fold(name)), None)
        if found is None:
            lost = _("This site has no goal “{name}”. Add it on the site's page, name another, or write null.")
            raise InvalidInput("file_goal", lost.format(name=shown(name)))
        return found


def values(
    entry: Mapping[str, Any], named: Named, registry: Registry, before: Draft
) -> tuple[dict[str, Any], list[InvalidInput]]:
    """The fields of a draft that a file's campaign gives, and what is wrong with them, each with its `field`.

    `before`: the draft as it is here, an empty one for a new campaign.
    """
    given: dict[str, Any] = {}
    wrong: list[InvalidInput] = []
    for name, value in entry.items():
        try:
            if name not in NAMES:
                raise InvalidInput(
                    "file_field", _("This field is not known here. Take it away, or update the program.")
                )
            if name == "audience":
                value, unclear = references.meant(value, named.types, named.site_id, named.brought, before.audience)
                wrong += [InvalidInput("file_reference", each, name) for each in unclear]
            given[name] = named.meant(name, value)
            check_field(name, given[name])
            if found := _wrong_sense(name, given[name], registry):
                wrong += [InvalidInput("file_value", each, name) for each in found]
        except InvalidInput as error:
            wrong.append(InvalidInput(error.code, error.message, name))
    return given, wrong


def _wrong_sense(name: str, value: Any, registry: Registry) -> list[str]:
    """What can't be mended by filling it in: what is only missing is no fault of a draft."""
    if name == "audience":
        return [each.message for each in check(value, registry.condition_types) if not _is_missing(value, each)]
    if name == "channel" and value not in registry.channels:
        return [_("The channel “{value}” is not installed here.").format(value=shown(value))]
    if name in ("starts", "ends"):
        try:
            moment(value, "UTC")
        except ValueError:
            return [_("This is no date with a time. Write it as 2026-12-01T09:00, or null.")]
    return []


def _is_missing(rule: Any, problem: Problem) -> bool:
    """Whether a rule's problem is that a marketer has not chosen something yet."""
    if problem.code in _NOT_CHOSEN_YET:
        return True
    if problem.field != "value" or not is_sound(rule):
        return False
    return any(here == problem.node_id and _is_blank(node.get("value")) for here, node, _ in walk(rule))


def _is_blank(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_blank, value))
    return value is None or value == ""


def _named(recipient: Agent | Group) -> dict[str, str] | None:
    if isinstance(recipient, Group):
        return {"group": recipient.name}
    return {"agent": recipient.email} if recipient.email else None
