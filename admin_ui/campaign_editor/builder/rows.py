"""A condition, as it stands on the page."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element

from admin_ui.campaign_editor.builder.nodes import Controls, NodeView
from admin_ui.campaign_editor.builder.rule_values import default_operator, default_value, reshaped
from admin_ui.campaign_editor.builder.seen_names import list_of
from admin_ui.campaign_editor.builder.value_editors import build_editor, key_editor, same_editor
from admin_ui.components.basics import box, link, mark, text
from admin_ui.components.choosers import Item, NativeSelect, Picker, PlainInput
from core.campaigns.draft_problems import DraftProblem
from core.conditions import ConditionType
from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.rules import Rule
from core.rules.anything import read_as

KINDS = {"text": N_("text"), "number": N_("number"), "boolean": N_("yes or no"), "date": N_("date")}
"""What a condition of any kind is compared as."""


class RowView(NodeView):
    """A condition: what it is about → operator → value."""

    def __init__(self, controls: Controls, node: Rule) -> None:
        super().__init__(controls, str(node["id"]))
        self._node = node
        self.element.props["data-row"] = ""
        with self.element, box("st-condition"):
            self._line = box("st-condition-line")
            with box("st-condition-hint") as self._hint:
                self._hint_words = text("", tag="span")
                self._hint_link = link("", "", "st-help")
            self._remark_line()
            self._problem = text("", "st-problem").props("role=alert")
        self._problem.set_visibility(False)
        self._draw()

    def show(self, node: Rule) -> None:
        """Show what somebody else made of this condition."""
        if node != self._node:
            self._node = node
            self._draw()

    def show_problem(self, problem: DraftProblem | None) -> None:
        words = problem.message if problem else ""
        if self._problem.text != words:
            self._problem.set_text(words)
            self._problem.set_visibility(bool(words))
            mark(self.element, "st-node--bad", bool(words))

    def show_hint(self) -> None:
        kind = self._kind
        memory = self._memory_words(kind) if kind is not None else ""
        waits = kind is not None and bool(kind.site_setting) and not memory
        words = memory or (_(kind.missing_hint) if kind and not (waits and self._site_says(kind.site_setting)) else "")
        self._hint_words.set_text(words)
        self._hint.set_visibility(bool(words))
        mark(self._hint, "st-warn", bool(memory))
        self._hint_link.set_visibility(waits)
        if waits:
            site = self.controls.site
            self._hint_link.set_text(_("Go to {page}").format(page=site.name))
            self._hint_link.props["href"] = f"/sites/{site.id}"
            self._hint_link.update()

    def _site_says(self, setting: str) -> bool:
        return getattr(self.controls.site.settings, setting) is not None

    @property
    def _kind(self) -> ConditionType | None:
        fact = self._node.get("fact")
        return self.controls.types.get(fact) if isinstance(fact, str) else None

    @property
    def _label(self) -> str:
        kind = self._kind
        return _(kind.label) if kind else str(self._node.get("fact") or _("Condition"))

    def _memory_words(self, kind: ConditionType) -> str:
        """What the condition means for visitors of whom nothing is remembered, where the campaign is for them, too."""
        operator = self._node.get("operator")
        reading = read_as(kind, self._node)
        if not (self.controls.without_memory and kind.needs_memory and operator in reading.operators()):
            return ""
        holds = reading.operator(str(operator)).negative
        if holds:
            return _("This campaign shows to visitors without cookies, too. They always meet this.")
        return _("This campaign shows to visitors without cookies, too. They never meet this.")

    def _draw(self) -> None:
        self._line.clear()
        self._named.clear()
        with self._line:
            self._handle()
            fact = self._node.get("fact")
            items = list(self.controls.items)
            if self._kind is None and fact is not None:
                items.insert(0, Item(str(fact), str(fact), _("Not installed"), icon="extension_off"))
            self._about = Picker(
                items,
                self._choose_fact,
                value=fact,
                label=_("Condition: {label}").format(label=self._label),
                placeholder=_("Choose a condition"),
                nothing=_("No condition like that"),
                leads_on=True,
            ).classes("st-condition-about")
            self._rest = box("st-condition-rest", "span")
            self._tools(self._label, group=False)
        self._draw_rest()

    def _draw_rest(self) -> None:
        kind = self._kind
        self._rest.clear()
        self.show_hint()
        if kind is None:
            return
        with self._rest:
            if kind.key_label is not None:
                self._draw_key(kind, _(kind.key_label)).classes("st-condition-key")
            if kind.value.kinds:
                NativeSelect(
                    [(name, _(KINDS.get(name, name))) for name in kind.value.kinds],
                    str(self._node.get("as") or next(iter(kind.value.kinds))),
                    self._choose_kind,
                    label=_("{label}: compared as").format(label=_(kind.label)),
                )
            reading = read_as(kind, self._node)
            offered = reading.operators(browser=kind.browser)
            operators = [(key, _(reading.operator(key).phrase)) for key in offered]
            NativeSelect(
                operators,
                str(self._node.get("operator") or ""),
                self._choose_operator,
                label=_("{label}: comparison").format(label=_(kind.label)),
                unknown=str(self._node.get("operator") or _("Choose")),
            )
            self._editor = box("st-condition-value", "span")
        self._draw_editor(kind)

    def _draw_key(self, kind: ConditionType, words: str) -> Element:
        key, name = self._node.get("key"), f"{_(kind.label)}: {words}"
        if kind.key_type is not None:
            known = key if isinstance(key, str) else None
            return key_editor(kind.key_type, known, lambda chosen: self._change(key=chosen), name, words)
        return PlainInput(
            str(key or ""),
            lambda typed: self._change(key=typed or None),
            kind="text",
            label=name,
            placeholder=words,
            suggested=list_of(kind.key),
        )

    def _draw_editor(self, kind: ConditionType) -> None:
        self._editor.clear()
        operator, reading = self._node.get("operator"), read_as(kind, self._node)
        if isinstance(operator, str) and operator in reading.operators():
            with self._editor:
                build_editor(
                    reading,
                    reading.operator(operator),
                    self._node.get("value"),
                    lambda value: self._change(value=value),
                    _(kind.label),
                )

    def _choose_fact(self, fact: str) -> None:
        if fact == self._node.get("fact"):
            return
        kind = self.controls.types[fact]
        operator = default_operator(kind.operators)
        value = default_value(kind.value, kind.value.operator(operator))
        self._node = {"id": self.name, "fact": fact, "operator": operator}
        self._change(value=value)
        self._about.show(fact)
        self._about.props["label"] = _("Condition: {label}").format(label=self._label)
        self._call_them(self._label)
        self._draw_rest()
        self.focus()

    def _choose_kind(self, name: str) -> None:
        """Compare as another type: what was asked of the one before can't be asked of it."""
        kind = self._kind
        if kind is None:
            return
        reading = kind.value.kinds[name]
        key = default_operator(reading.operators(browser=kind.browser))
        self._change(**{"as": name}, operator=key, value=default_value(reading, reading.operator(key)))
        self._draw_rest()

    def _choose_operator(self, key: str) -> None:
        kind = self._kind
        if kind is None:
            return
        known, reading = self._node.get("operator"), read_as(kind, self._node)
        before = reading.operator(known) if isinstance(known, str) and known in reading.operators() else None
        operator = reading.operator(key)
        given = self._node.get("value")
        value = reshaped(given, operator, before, reading)
        self._change(operator=key, value=value)
        self.show_hint()
        if value != given or not same_editor(reading, before, operator):  # else what is being typed there stays
            self._draw_editor(kind)
        if before is not None and before.operand == operator.operand == "list":
            self._say_lost(len(given or ()) - len(value or ()), operator.phrase)

    def _say_lost(self, count: int, phrase: str) -> None:
        if count:
            said = ngettext(
                "{n} value removed: “{operator}” can't say the same.",
                "{n} values removed: “{operator}” can't say the same.",
                count,
            )
            self.controls.say_lost(said.format(n=number(count), operator=_(phrase)))

    def _change(self, **fields: Any) -> None:
        changed = {**self._node, **fields}
        self._node = {name: value for name, value in changed.items() if value is not None}
        self.controls.change(self.name, self._node)
