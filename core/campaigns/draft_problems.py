"""What keeps a draft from being published, each problem at the step and field that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from core import messages, rules
from core.campaigns.addressees import Addressees
from core.campaigns.content import extra_problems
from core.campaigns.drafts import FIELD_STEPS, Draft, moment
from core.campaigns.translations import translation_problems
from core.goals import Goals, all_goals, offered
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.team.agent_groups import Group


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """The website that a campaign is for."""

    id: int
    name: str
    time_zone: str
    archived: bool = False
    cookieless: bool = False
    """Its visitors are known for a day."""


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """Something mandatory that is missing, or something that can't work."""

    field: str
    message: str
    """A sentence that says what to do."""
    node: str = ""
    """In the audience: id of the condition or group (core.rules.Problem.node_id); in the translations: the language; of
    buttons and form as core.messages.TextProblem has it.
    """
    part: str = ""
    """In the audience: fact, operator, value, key or group; in the translations: text, buttons or form; of buttons and
    form as core.messages.TextProblem has it.
    """
    path: tuple[str, ...] = ()
    """In the translations: as core.campaigns.translations.TranslationProblem has it."""

    @property
    def step(self) -> str:
        return FIELD_STEPS[self.field]

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it is marked: a field, a condition or group, a part of a translation."""
        marked = {"audience": (self.node, ""), "translations": (self.node, self.part)}
        return self.field, *marked.get(self.field, ("", ""))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that a draft is checked against."""

    registry: Registry
    addressees: Addressees
    site: SiteChoice
    now: datetime
    goals: Goals = field(default_factory=dict)
    """Of all sites."""

    @classmethod
    def load(cls, storage: Storage, registry: Registry, site: SiteChoice) -> Surroundings:
        """As everything stands now."""
        with storage.connection():
            registry.installation.refresh(storage)
            return cls(registry, Addressees.load(storage), site, datetime.now(UTC), all_goals(storage))


def problems(draft: Draft, around: Surroundings) -> tuple[DraftProblem, ...]:
    """Everything that keeps the draft from being published, in the order of the steps; empty: it can be."""
    return (
        *_name(draft, around.site),
        *_people(draft, around.addressees),
        *(DraftProblem("text", each.message) for each in messages.problems(draft.text)),
        *(DraftProblem(field, each.message, each.node, each.part) for field, each in extra_problems(draft)),
        *(
            DraftProblem("translations", each.message, each.language, each.part, each.path)
            for each in translation_problems(draft)
        ),
        *_channel(draft, around.registry),
        *_audience(draft, around.registry),
        *_schedule(draft, around),
        *_goal(draft, around),
    )


def first_of_each_place(found: Iterable[DraftProblem]) -> tuple[DraftProblem, ...]:
    """As many as there are places to mend: each place says the first of its problems."""
    by_place: dict[tuple[str, str, str], DraftProblem] = {}
    for each in found:
        by_place.setdefault(each.place, each)
    return tuple(by_place.values())


def _name(draft: Draft, site: SiteChoice) -> Iterator[DraftProblem]:
    if not draft.name.strip():
        yield DraftProblem("name", _("Give the campaign a name. Only your team sees it."))
    if site.archived:
        yield DraftProblem(
            "site", _("{name} is archived. Choose another site, or bring it back under Sites.").format(name=site.name)
        )


def _people(draft: Draft, addressees: Addressees) -> Iterator[DraftProblem]:
    sender = addressees.sender(draft.sender)
    if draft.sender is None:
        yield DraftProblem("sender", _("Choose the employee under whose name the message appears."))
    elif sender is None or not sender.active:
        gone = sender.display_name if sender else _("This employee")
        yield DraftProblem("sender", _("{name} is not active any more. Choose another employee.").format(name=gone))
    recipient = addressees.recipient(draft.recipient)
    if not draft.recipient:
        yield DraftProblem("recipient", _("Choose the employee or group who gets the replies."))
    elif recipient is None or not recipient.active:
        name = addressees.recipient_name(draft.recipient) or _("Who got the replies")
        yield DraftProblem(
            "recipient", _("{name} is not active any more. Choose another employee or group.").format(name=name)
        )
    elif isinstance(recipient, Group) and not recipient.member_ids:
        yield DraftProblem(
            "recipient",
            _("Nobody is in {name}. Add somebody under Team, or choose another.").format(name=recipient.name),
        )


def _channel(draft: Draft, registry: Registry) -> Iterator[DraftProblem]:
    if draft.channel not in registry.channels:
        yield DraftProblem(
            "channel",
            _("The channel “{channel}” is not installed. Ask whoever runs Smart Trigger to add it.").format(
                channel=draft.channel
            ),
        )


def _audience(draft: Draft, registry: Registry) -> Iterator[DraftProblem]:
    for each in rules.check(draft.audience, registry.condition_types):
        yield DraftProblem("audience", each.message, each.node_id, each.field)


def _schedule(draft: Draft, around: Surroundings) -> Iterator[DraftProblem]:
    moments: dict[str, datetime | None] = {}
    for name, text in (("starts", draft.starts), ("ends", draft.ends)):
        try:
            moments[name] = moment(text, around.site.time_zone)
        except ValueError:
            yield DraftProblem(name, _("This is no date with a time. Choose both, or neither."))
    starts, ends = moments.get("starts"), moments.get("ends")
    if ends is None:
        return
    if starts and ends <= starts:
        yield DraftProblem("ends", _("The end lies before the start. Choose a later end."))
    elif ends <= around.now:
        yield DraftProblem("ends", _("The end is over. Choose a later one, or none."))


def _goal(draft: Draft, around: Surroundings) -> Iterator[DraftProblem]:
    if draft.goal is None or draft.goal in {each.id for each in offered(around.goals, around.site.id)}:
        return
    found = around.goals.get(draft.goal)
    if found is not None and found.archived and found.site_id == around.site.id:
        yield DraftProblem("goal", _("{goal} is archived. Choose another goal, or none.").format(goal=found.name))
    else:
        yield DraftProblem("goal", _("{site} has no such goal. Choose another, or none.").format(site=around.site.name))
