"""Words of the text fields that are not saved yet: the browser keeps them, a page that meets it again takes them.

What is typed reaches the server by itself as long as the page lives. The rest is for what was on its way when the
connection broke, and for a page that had to be loaded anew because the server was started again.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any, Final

from nicegui import ui
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.events import GenericEventArguments

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.campaign_editor.rich_text import checked
from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from core.messages import write

REMEMBERED: Final = 50
"""How many states of a field are known to have arrived: those of the last pause in typing."""
NAME, TEXT, IN_LANGUAGE = "name", "text", "translations."
"""The fields: a translation's text is `translations.CODE`."""

Put = Callable[[str, Any], None]
"""Gets the draft's field and its value."""
Offer = Callable[[str, str, Callable[[], None], Callable[[], None]], None]
"""Gets the field, its words, what takes them and what forgets them."""


class UnsavedWords(ui.element, component="unsaved_words.js"):
    """Follows text fields; what is found goes to `put` where the draft says what it said, else to `offer`."""

    def __init__(self, agent_id: int, drafting: Drafting, put: Put, offer: Offer) -> None:
        super().__init__()
        self._agent_id = agent_id
        self._drafting = drafting
        self._put = put
        self._offer = offer
        self._arrived: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self._waiting: dict[str, int] = {}
        """By field, the number of the words that have arrived and are not known to be saved."""
        self.show()
        self.on("found", self._found)
        self.client.on_connect(lambda: self.run_method("tell"))

    def follow(self, field: ValueElement[Any], name: str) -> None:
        """Keep what is typed in a field."""
        typed = f"(words) => getElement({self.id}).typed({json.dumps(name)}, words)"
        field.on(f"update:{field.VALUE_PROP}", js_handler=typed)
        field.on_value_change(lambda event: self._arrived[name].append(word_for(event.value)))

    def saved(self, field: str, value: Any) -> None:
        """A field of the draft has been saved as it was typed on this page, if not to the last key-stroke."""
        draft = self._drafting.draft.changed(field, value)
        for name in names(draft):
            if name.partition(".")[0] == field:
                self.run_method("saved", name, word_for(words_of(draft, name)))

    def show(self) -> None:
        """The draft is another one now, or saved."""
        campaign, draft = self._drafting.campaign, self._drafting.draft
        place = f"{self._agent_id}:{campaign.id if campaign else 'new'}"
        stands = {name: word_for(words_of(draft, name)) for name in names(draft)}
        if (place, stands) != (self.props.get("place"), self.props.get("stands")):
            self.props["place"], self.props["stands"] = place, stands
            self.update()
        if not self._drafting.unsaved and not self._drafting.error:
            for name, number in self._waiting.items():
                self._forget(name, number)
            self._waiting.clear()

    def _found(self, event: GenericEventArguments) -> None:
        name, told, before, number = (event.args[each] for each in ("field", "words", "before", "number"))
        words = str(told) if name == NAME else write(checked(told))
        stands = words_of(self._drafting.draft, name)
        if words == stands or word_for(words) in self._arrived[name]:
            self._waiting[name] = number
            self.show()
        elif before == word_for(stands):
            self._take(name, words, number)
        else:
            self._offer(name, words, partial(self._take, name, words, number), partial(self._forget, name, number))

    def _forget(self, name: str, number: int) -> None:
        self.run_method("forget", name, number)

    def _take(self, name: str, words: str, number: int) -> None:
        self._waiting[name] = number
        self._arrived[name].append(word_for(words))
        self._put(*_as_field(self._drafting.draft, name, words))
        self.show()


def names(draft: Draft) -> list[str]:
    """The fields whose words are kept."""
    return [NAME, TEXT, *(IN_LANGUAGE + code for code in draft.translations)]


def words_of(draft: Draft, name: str) -> str:
    """What the draft says in one of the fields; "" in a language that it does not have."""
    if name.startswith(IN_LANGUAGE):
        return str(draft.translations.get(name.removeprefix(IN_LANGUAGE), {}).get("text", ""))
    return draft.name if name == NAME else draft.text


def word_for(words: str) -> str:
    """The same for the same words, and short."""
    return sha256(words.encode()).hexdigest()[:16]


def _as_field(draft: Draft, name: str, words: str) -> tuple[str, Any]:
    if not name.startswith(IN_LANGUAGE):
        return name, words
    code = name.removeprefix(IN_LANGUAGE)
    translation = draft.translations.get(code) or new_translation(draft)
    return "translations", {**draft.translations, code: {**translation, "text": words}}
