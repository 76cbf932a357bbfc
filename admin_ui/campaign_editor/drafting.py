"""The draft that one page is editing: what is typed, what is saved, what others changed meanwhile. No NiceGUI here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from admin_ui.campaign_editor.history import Edit, History
from admin_ui.campaign_editor.shared_field import SharedField, without
from core.campaigns import Campaign
from core.campaigns.draft_changes import Change, Saved
from core.campaigns.draft_problems import DraftProblem, SiteChoice, Surroundings, first_of_each_place, problems
from core.campaigns.drafts import STEPS, Draft
from core.campaigns.shared_fields import SHARED

TOLD_AT_ONCE: Final = frozenset({"customers", "set_up"})
"""Steps with nothing to fill in at first: what is wrong there was made so."""


class Outcome(Enum):
    """What became of somebody else's change on this page."""

    TAKEN = "taken"
    """It is on the page now; nothing of mine is lost."""
    OVERWROTE = "overwrote"
    """It is on the page now, in place of what I had typed there."""
    KEPT_MINE = "kept mine"
    """I am in that field, so mine stays on the page; typing on saves it over theirs."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Somebody else's change, and what it made of this page."""

    change: Change
    outcome: Outcome
    other: Any
    """What the notice offers instead of what stands: mine, or theirs where mine was kept."""
    stands: Any
    """What stands on the page since."""


@dataclass(frozen=True, slots=True)
class Save:
    """A value that is to be saved."""

    field: str
    value: Any
    base_version: int
    base_value: Any = None
    """Of a shared field: what it was edited on top of, so that two edits can be merged."""


class SaveState(Enum):
    """What the indicator says."""

    UNTOUCHED = "untouched"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"
    APART = "apart"
    """Somebody else's words are the saved ones, and mine still stand on the page."""


@dataclass
class Drafting:
    """One open editor. `campaign` is None until the first key-stroke made the draft."""

    around: Surroundings
    campaign: Campaign | None = None
    draft: Draft = field(default_factory=Draft)
    version: int = 0
    """The newest version of the draft that this page has seen."""
    focused: str | None = None
    """The field that the marketer is in."""
    error: str = ""
    """Why the last save failed; "" when it did not."""
    saved_at: datetime | None = None
    tried: set[str] = field(default_factory=set)
    """Steps in which *Finished* was pressed: from then on they show everything that is missing."""
    just_added: set[str] = field(default_factory=set)
    """Conditions (ids) that were added and not filled in yet: nothing is red in them before *Finished*."""
    history: History = field(default_factory=History)
    """What was edited on this page."""
    _pending: dict[str, Any] = field(default_factory=dict)
    _in_flight: Save | None = None
    _own_versions: set[int] = field(default_factory=set)
    _mine: dict[str, Any] = field(default_factory=dict)
    """By field, what was last typed on this page."""
    _held: dict[str, Change] = field(default_factory=dict)
    _shared: dict[str, SharedField] = field(init=False)

    def __post_init__(self) -> None:
        self._shared = {name: SharedField(how, getattr(self.draft, name)) for name, how in SHARED.items()}

    @classmethod
    def of(cls, campaign: Campaign, around: Surroundings) -> Drafting:
        return cls(
            around=replace(around, site=campaign.site),
            campaign=campaign,
            draft=campaign.draft,
            version=campaign.draft_version,
        )

    # What is typed and saved

    def set(self, name: str, value: Any, what: object = None) -> bool:
        """Take what was typed; False if it changes nothing. Raises InvalidInput for a value of the wrong shape.

        `what` names the place where one types key by key, for `history`.
        """
        before = self.draft
        if getattr(before, name) == value and name not in self._held:
            return False
        self._take(name, value)
        self.history.note(before, self.draft, what)
        return True

    def undo(self) -> tuple[str, ...]:
        """Take the last edit of this page back; returns the fields that this changes."""
        return self._become(self.history.undo(self.draft))

    def redo(self) -> tuple[str, ...]:
        """Do again what was undone last; returns the fields that this changes."""
        return self._become(self.history.redo(self.draft))

    def take_back(self, edit: Edit) -> tuple[str, ...]:
        """Take an edit back, whatever was done since; returns the fields that this changes."""
        return self._become(self.history.take_back(self.draft, edit))

    def _become(self, draft: Draft) -> tuple[str, ...]:
        names = self.draft.differences(draft)
        for name in names:
            self._take(name, getattr(draft, name))
        return names

    def _take(self, name: str, value: Any) -> None:
        if name in self._shared:
            self._shared[name].typed(getattr(self.draft, name), value)
        self.draft = self.draft.changed(name, value)
        self._mine[name] = value
        self._pending[name] = value
        self._held.pop(name, None)

    def begun(self, campaign: Campaign) -> None:
        """The draft was made, with what was typed until then (`start`)."""
        self.campaign = campaign
        self.version = campaign.draft_version
        self.around = replace(self.around, site=campaign.site)
        self.saved_at = campaign.changed_at
        for name, shared in self._shared.items():
            shared.known = getattr(campaign.draft, name)
        self._pending = {name: value for name, value in self._pending.items() if getattr(campaign.draft, name) != value}

    def choose_site(self, site: SiteChoice) -> None:
        """The site of a campaign that is not made yet."""
        self.around = replace(self.around, site=site)

    def next_save(self) -> Save | None:
        """What to save now; None while nothing waits or a save is under way."""
        if self._in_flight is not None or not self._pending or self.campaign is None:
            return None
        name, value = next(iter(self._pending.items()))
        shared = self._shared.get(name)
        self._in_flight = Save(name, value, self.version, shared.known if shared else None)
        return self._in_flight

    def saved(self, answer: Saved) -> list[Merged]:
        """The save under way has succeeded; returns what others had changed before it."""
        assert self._in_flight is not None
        done, self._in_flight = self._in_flight, None
        if self._pending.get(done.field) == done.value:
            del self._pending[done.field]
        self._own_versions.add(answer.version)
        self.error = ""
        self.saved_at = answer.saved_at
        merged = self._merge_all(answer.others, just_saved=done)
        if shared := self._shared.get(done.field):
            page = getattr(self.draft, done.field)
            self._put_shared(done.field, shared.saved(done.value, answer.value, page))
        self.version = max(self.version, answer.version)
        return merged

    def failed(self, reason: str) -> None:
        """The save under way has failed; what was typed waits for the next try."""
        self._in_flight = None
        self.error = reason

    def refused(self, name: str) -> None:
        """The save under way can never succeed: give it up, so that it does not block the others."""
        self._in_flight = None
        self._pending.pop(name, None)

    @property
    def unsaved(self) -> bool:
        return bool(self._pending) or self._in_flight is not None

    @property
    def save_state(self) -> SaveState:
        if self.error:
            return SaveState.FAILED
        if self.unsaved:
            return SaveState.SAVING
        if self.apart is not None:
            return SaveState.APART
        return SaveState.UNTOUCHED if self.saved_at is None else SaveState.SAVED

    # What others do

    @property
    def apart(self) -> Change | None:
        """What somebody else saved in the field that I am in, over words that I typed and that still stand here."""
        typed = (name for name in self._held if self._mine.get(name) == getattr(self.draft, name))
        return next((self._held[name] for name in typed), None)

    def merge(self, changes: Iterable[Change]) -> list[Merged]:
        """Take in what others saved since `version`."""
        return self._merge_all(changes, just_saved=None)

    def instead(self, merged: Merged) -> Any:
        """The field with one of their changes taken back, or theirs taken; in a shared one all else stays."""
        name = merged.change.field
        if name in SHARED:
            return without(SHARED[name], merged.other, merged.stands, getattr(self.draft, name))
        return merged.other

    def leave_field(self, name: str) -> list[Merged]:
        """The marketer has left a field: what was held back for it comes in now."""
        if self.focused == name:
            self.focused = None
        change = self._held.pop(name, None)
        return [] if change is None else [self._merge(change)]

    def refreshed(self, campaign: Campaign) -> None:
        """Status, steps and site as they are now; the draft's fields come by `merge` alone."""
        self.campaign = campaign
        self.around = replace(self.around, site=campaign.site)

    def _merge_all(self, changes: Iterable[Change], just_saved: Save | None) -> list[Merged]:
        newest: dict[str, Change] = {}
        for change in changes:
            if change.version > self.version and change.version not in self._own_versions:
                newest.pop(change.field, None)
                newest[change.field] = change
            self.version = max(self.version, change.version)
        return [self._merge(change, just_saved) for change in newest.values()]

    def _merge(self, change: Change, just_saved: Save | None = None) -> Merged:
        name = change.field
        before = getattr(self.draft, name)
        saved_here = just_saved is not None and just_saved.field == name
        if name in self._shared:
            return self._share(change, just_saved.value if just_saved is not None and saved_here else None)
        if saved_here or name in self._pending:
            return Merged(change, Outcome.KEPT_MINE, change.value, before)
        if name == self.focused:
            self._held[name] = change
            return Merged(change, Outcome.KEPT_MINE, change.value, before)
        self.draft = self.draft.changed(name, change.value)
        typed_here = name in self._mine and self._mine.pop(name) == before and before != change.value
        return Merged(change, Outcome.OVERWROTE if typed_here else Outcome.TAKEN, before, change.value)

    def _share(self, change: Change, saved: Any) -> Merged:
        """Their edit of a shared field and mine, both; `saved` is what was just saved on top of theirs."""
        name = change.field
        met = self._shared[name].meet(change.value, getattr(self.draft, name) if saved is None else saved)
        if saved is None:
            self._put_shared(name, met.value)
        outcome = Outcome.KEPT_MINE if met.gave_way else Outcome.OVERWROTE if met.took_mine else Outcome.TAKEN
        return Merged(change, outcome, met.other, met.value)

    def _put_shared(self, name: str, value: Any) -> None:
        """The value with others' edits in it; what of mine is not saved yet still waits."""
        self.draft = self.draft.changed(name, value)
        if name in self._pending:
            self._pending[name] = value

    # What is missing

    def problems(self, step: str | None = None) -> tuple[DraftProblem, ...]:
        """What keeps the draft from being published, of one step or of all."""
        found = problems(self.draft, self.around)
        return found if step is None else tuple(each for each in found if each.step == step)

    def shown_problems(self, step: str) -> tuple[DraftProblem, ...]:
        """The problems to show at their places, one each: as many as are marked and as the rail counts."""
        return self.to_show(step, self.problems(step))

    def to_show(self, step: str, found: Iterable[DraftProblem]) -> tuple[DraftProblem, ...]:
        """What of a step's problems is shown: what one begins with is not red before the marketer said *Finished*."""
        if step not in self.tried:
            told = step in TOLD_AT_ONCE or self.is_done(step)
            found = [each for each in found if told and each.node not in self.just_added]
        return first_of_each_place(found)

    def is_done(self, step: str) -> bool:
        if self.campaign is None:
            return False
        return step in self.campaign.steps_done or self.campaign.published is not None

    def first_open_step(self) -> str:
        """Where an editor opens: the first step that is not done or has problems."""
        broken = {each.step for each in self.problems()}
        return next((step for step in STEPS if step in broken or not self.is_done(step)), "activate")
