"""What a condition type is: the one small class from which its row, editor, sentence and verdict come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Literal

from core.errors import PluginError

if TYPE_CHECKING:
    from core.rules.choices import Choice
    from core.rules.tree import Source
    from core.rules.value_type import ValueType
    from core.visits import Visit


class ConditionType:
    """Something that is true or not of a page view.

    Subclass it, fill in the names, and write `observe` or name an observer.

    The first line of the docstring is the explanation that the marketer reads in the menu.
    """

    key: ClassVar[str]
    """Stable name in stored rules, `lower_snake_case`."""
    label: ClassVar[str]
    """Name on screen, e.g. "Number of visits"."""
    search_words: ClassVar[str] = ""
    """What else people type who look for it, e.g. "mobile, phone, tablet": the menu's search finds it by these, too."""
    group: ClassVar[str]
    """Where the menu shows it: Page, Behaviour, Visitor, Location, Time, Team, History, Sample or your own."""
    icon: ClassVar[str] = "tune"
    """A Material Symbols name."""
    value: ValueType
    """The type of what is observed; operators, editor, checks and words come from it."""
    observer: ClassVar[str | None] = None
    """File name of the JavaScript module beside the plugin that observes it; None: the server observes."""
    key_label: ClassVar[str | None] = None
    """What the key names ("Attribute name") for types that take one; None: no key."""
    key_type: Choice | None = None
    """What the keys are where they are chosen: options as of a value. None: they are typed."""
    source: ClassVar[Source] = "page"
    """What `observe` looks at: the page view; `history`: visit.history; `now`: how things stand at this moment.

    The claim reads a history from the database; estimates over past page views pass over history and now.
    """
    per_campaign: ClassVar[bool] = False
    """True where it tells something else for each campaign whose rule asks; then write `observe_for`."""
    sees: ClassVar[str] = ""
    """Name of the field of Visit or Location that this observes as it stands, if it does so.

    What is made up of it in the simulator is then seen by other conditions, too: a country has its continent.
    """
    names_from: ClassVar[Literal["page_views", "page_events"]] = "page_views"
    """Where the builder finds keys to suggest: what `names` says of page views, or what events are called."""
    key_hint: ClassVar[str] = ""
    """What to type where `is_key` says no."""
    unseen_hint: ClassVar[str] = ""
    """One sentence for a row whose name, `{key}`, no page of the site has told lately; empty: nothing is said."""
    needs_memory: ClassVar[bool] = False
    """True where nothing can be observed of a visitor without memory (no consent, private mode)."""
    always_told: ClassVar[bool] = False
    """True where something is observed on every page view, of remembered visitors if it `needs_memory`.

    The rule check takes the type's word for it, to tell what everybody meets.
    """
    private: ClassVar[bool] = False
    """True where it can tell what a visitor types: of a decision is then kept whether there was something, not what."""
    phrases: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """How a rule's sentence says an operator after "Visitors", e.g. `{"is_any_of": "from {value}"}`.

    `{value}` is the value in words, `{lower}` the same in small letters, `{key}` the key.
    `amount` says all operators of numbers that are not here by themselves: in "with {amount}", `{amount}`
    is "at least 3 visits". A yes or no is asked by `is true` and `is false`. What has no words here is
    said by label: "whose number of visits is at least 3 visits".
    """
    missing_hint: ClassVar[str] = ""
    """One sentence on when the observation is missing; shown at the row."""
    site_setting: ClassVar[Literal["", "hours"]] = ""
    """What a site has to say before anything is observed: `missing_hint` stands where it has not, with a link there."""

    def observe(self, visit: Visit) -> object:
        """What the server sees on this page view; None if there is nothing to see."""
        raise NotImplementedError(f"{self.key} is observed in the browser")

    def observe_key(self, visit: Visit, key: str) -> object:
        """What the server sees under this key, for types that take one; None if there is nothing to see."""
        raise NotImplementedError(f"{self.key} is observed in the browser")

    def is_key(self, key: str) -> bool:
        """Whether something that was typed can be a key; it is never blank."""
        return True

    def names(self, visit: Visit) -> Iterable[str]:
        """The keys under which this page view has something to see; the builder suggests those seen lately."""
        return ()

    def name_in(self, key: str) -> str:
        """The name among `names` that a key asks for; case aside. A key may hold more than that."""
        return key.strip()

    def observe_for(self, visit: Visit, campaign: int) -> object:
        """What the server sees for this campaign (its id), for types that are `per_campaign`; None if nothing."""
        raise NotImplementedError(f"{self.key} tells the same for every campaign")

    @property
    def browser(self) -> bool:
        return self.observer is not None

    @property
    def takes_key(self) -> bool:
        return self.key_label is not None

    @property
    def explanation(self) -> str:
        return (self.__doc__ or "").strip().split("\n")[0]

    @property
    def operators(self) -> tuple[str, ...]:
        """Keys of the operators that a marketer can choose here."""
        return self.value.operators(browser=self.browser)

    def verify(self) -> None:
        """Raise PluginError unless everything that the product needs is filled in."""
        name = type(self).__qualname__
        for attribute in ("key", "label", "group", "value"):
            if not getattr(self, attribute, None):
                raise PluginError(
                    "condition_type_incomplete",
                    f"Condition type {name} has no `{attribute}`; set it on the class.",
                )
        if not self.key.isidentifier() or self.key != self.key.lower():
            raise PluginError(
                "condition_type_key", f"Condition type {name}: key {self.key!r} must be lower_snake_case."
            )
        if self.browser and not self.operators:
            raise PluginError(
                "condition_type_observer",
                f"Condition type {name}: the browser can't decide on a {self.value.name}; observe it on the server.",
            )
        if not self.explanation:
            raise PluginError(
                "condition_type_undocumented",
                f"Condition type {name} has no docstring; its first line is shown in the menu.",
            )
