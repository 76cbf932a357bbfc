"""Step 4: how often, from when, until when, by what goal it is measured, and whom against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from admin_ui.campaign_editor.control_group_field import ControlGroupField
from admin_ui.campaign_editor.goal_field import GoalField
from admin_ui.campaign_editor.steps.base import Labelled, Step, first_problem
from admin_ui.components.basics import box, icon_button, text
from admin_ui.components.choosers import PlainInput
from admin_ui.components.fields import Choices, told
from admin_ui.components.switch import Switch
from core.campaigns.draft_problems import DraftProblem
from core.campaigns.words import FREQUENCIES
from core.i18n import N_, _
from core.i18n.figures import clock

FREQUENCY_CHOICES = {
    "once": (FREQUENCIES["once"], N_("A visitor sees it at most once, read or not.")),
    "multiple": (
        FREQUENCIES["multiple"],
        N_("It comes back on later pages until they dismiss it or reply."),
    ),
}

WITHOUT_COOKIES = N_("Show to visitors without cookies, too")


class SetUpStep(Step):
    """Frequency, schedule, goal, control group, and whether it may show to visitors whom nothing is remembered of."""

    key = "set_up"
    title = N_("Set up")
    explanation = N_("How often a visitor meets the message, and when it runs.")

    def build(self) -> None:
        draft = self.bench.drafting.draft
        with box("st-field"):
            text(_("How often"), "st-label")
            self._frequency = Choices(
                _("How often"),
                told(FREQUENCY_CHOICES),
                draft.frequency,
                lambda value: self.bench.put("frequency", value),
            )
            words = _(
                "This site is cookieless: visitors are known for a day, so once means once a day, and what they "
                "have read may come again the day after."
            )
            self._for_a_day = text(words, "st-small st-muted")
        with box("st-stack st-gap-8"):
            with box("st-two"):
                self._starts = Moment(
                    _("Start"), _("Empty: at once"), _("Remove the start"), draft.starts,
                    lambda value: self.bench.put("starts", value, "starts"),
                )  # fmt: skip
                self._ends = Moment(
                    _("End"), _("Empty: no end"), _("Remove the end"), draft.ends,
                    lambda value: self.bench.put("ends", value, "ends"),
                )  # fmt: skip
            self._zone = text("", "st-small st-muted")
            self._say_of_site()
        self._goal = GoalField(self.bench, lambda: self._control_group.show())
        self._control_group = ControlGroupField(self.bench)
        with box("st-line st-top-aligned st-setting"):
            with box("st-grow"):
                text(_(WITHOUT_COOKIES), "st-strong")
                text(
                    _("They have not accepted them, or their browser keeps none.")
                    + " "
                    + _("Nothing about them is remembered, so they may meet the message again on every page."),
                    "st-small st-muted",
                )
            self._memory = Switch(_(WITHOUT_COOKIES), on=draft.without_memory, on_change=self._set_memory)

    def took(self, name: str) -> None:
        draft = self.bench.drafting.draft
        if name == "frequency":
            self._frequency.choose(draft.frequency)
        elif name == "without_memory":
            self._memory.set_on(draft.without_memory)
        elif name in ("starts", "ends"):
            moment, value = (self._starts, draft.starts) if name == "starts" else (self._ends, draft.ends)
            moment.show(value)
        elif name in ("goal", "goal_days"):
            self._goal.show()
            self._control_group.show()
        elif name == "control_group":
            self._control_group.show()

    def show_problems(self) -> None:
        found = self.bench.drafting.shown_problems(self.key)
        self._starts.show_problem(first_problem(found, "starts"))
        self._ends.show_problem(first_problem(found, "ends"))
        self._goal.show_problem(first_problem(found, "goal"))

    def focus_problem(self, problem: DraftProblem) -> None:
        fields: dict[str, Moment | GoalField] = {"ends": self._ends, "goal": self._goal}
        fields.get(problem.field, self._starts).focus()

    def refreshed(self) -> None:
        self._say_of_site()
        self._goal.refreshed()

    async def _set_memory(self, on: bool) -> bool:
        self.bench.put("without_memory", on)
        return on

    def _say_of_site(self) -> None:
        """What frequency and schedule mean on this site."""
        site = self.bench.drafting.around.site
        self._for_a_day.set_visibility(site.cookieless)
        zone = site.time_zone
        now = datetime.now(UTC).astimezone(ZoneInfo(zone))
        self._zone.set_text(
            _("In the site's time zone, {zone}, where it is {time} now.").format(
                zone=zone.replace("_", " "), time=clock(now)
            )
        )


class Moment(Labelled):
    """A date with a time, which may stay empty."""

    def __init__(
        self, words: str, hint: str, remove: str, value: str | None, on_change: Callable[[str | None], None]
    ) -> None:
        super().__init__(words, hint=hint, optional=True)
        self._on_change = on_change
        with self.place, box("st-line st-gap-4"):
            self._input = PlainInput(value or "", self._typed, kind="datetime-local", label=words)
            self._clear = icon_button("close", remove, lambda: self._typed("", shown=True))
        self._clear.set_visibility(bool(value))

    def show(self, value: str | None) -> None:
        self._input.show(value or "")
        self._clear.set_visibility(bool(value))

    def focus(self) -> None:
        self._input.focus()

    def _typed(self, typed: str, *, shown: bool = False) -> None:
        if shown:
            self._input.show(typed)
        self._clear.set_visibility(bool(typed))
        self._on_change(typed or None)
