"""The dialogs of the Team page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from admin_ui.components.basics import box, button, note, text
from admin_ui.components.copy import copyable
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.fields import Choices, Form, choice_field, text_field, told
from admin_ui.components.picture import PictureField
from admin_ui.components.time_ago import clock_time
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk
from core import team
from core.errors import SmartTriggerError
from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.team import sign_in, succession
from core.team.parties import Party
from core.team.people import MAX_NAME
from core.team.succession import Duties

ROLES = {
    "agent": (N_("Agent"), N_("Answers conversations in the inbox.")),
    "marketer": (N_("Marketer"), N_("Makes campaigns and answers conversations.")),
    "owner": (N_("Owner"), N_("May do everything, the team and the sites too.")),
}
CAPACITIES = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50)
"""How many conversations somebody can have at once, on offer."""
NOBODY = ""
MOST_NAMED = 3
"""Campaigns that are named; of more, the first."""


@dataclass(frozen=True)
class TeamState:
    """What the page shows."""

    agents: tuple[team.Agent, ...] = ()
    groups: tuple[team.Group, ...] = ()
    online: frozenset[str] = frozenset()
    """`agent:ID` of everybody who has the admin open."""

    def members(self, group: team.Group) -> list[team.Agent]:
        return [each for each in self.agents if each.active and each.id in group.member_ids]


class Dialogs:
    """Opens dialogs over the state that the page shows at the moment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.state = TeamState()

    def employee(self, known: team.Agent | None) -> None:
        """Add an employee, or edit a known one."""
        form = Form()
        with dialog(_("Edit employee") if known else _("Add employee")) as shown:
            if known is not None:
                PictureField(self._desk, known.display_name, known.picture, self._keep_picture(known))
            with box("st-two"):
                name = text_field(_("Name"), known.name if known else "", limit=MAX_NAME)
                title = text_field(_("Title"), known.title if known else "", limit=MAX_NAME, optional=True)
            email = text_field(
                _("E-mail"), known.email if known else "", limit=team.MAX_EMAIL, hint=_("To sign in with.")
            )
            with box("st-field"):
                text(_("Role"), "st-label")
                role = Choices(_("Role"), told(ROLES), known.role if known else "agent")
            options = {group.id: group.name for group in self.state.groups if group.active}
            chosen = [each for each in (known.group_ids if known else ()) if each in options]
            groups = (
                choice_field(_("Groups"), options, chosen, optional=True, multiple=True, searchable=True)
                if options
                else None
            )
            capacities = {each: number(each) for each in sorted({*CAPACITIES, known.capacity if known else 5})}
            capacity = choice_field(
                _("Conversations at once"),
                capacities,
                known.capacity if known else 5,
                hint=_("Campaigns can wait until a group has free capacity."),
            )
            for field, control in (("name", name), ("title", title), ("email", email), ("capacity", capacity)):
                form.add(field, control)

            async def save() -> None:
                values = {
                    "name": name.value or "",
                    "title": title.value or "",
                    "email": email.value or "",
                    "role": role.value,
                    "capacity": capacity.value,
                }
                away = [each for each in (known.group_ids if known else ()) if each not in options]
                group_ids = [*((groups.value if groups else None) or ()), *away]
                run = self._desk.run
                if known is None:
                    await form.submit(run(team.add_agent, **values, group_ids=group_ids), added)
                else:
                    await form.submit(run(team.edit_agent, known.id, **values, group_ids=group_ids), edited)

            async def added(kept: team.Agent) -> None:
                shown.close()
                await self.link(kept, new=True)

            def edited(kept: team.Agent) -> None:
                shown.close()
                toast(_("{name} is saved.").format(name=kept.display_name))

            _buttons(shown, _("Save") if known else _("Add employee"), save)
        shown.open()

    async def link(self, agent: team.Agent, *, new: bool = False) -> None:
        """Make a one-time link and show it."""
        made = await self._desk.run(sign_in.link_to_hand_over, self._desk.services.settings, agent.email)
        with dialog(_("One-time link for {name}").format(name=agent.display_name)) as shown:
            todo = (
                _("{name} is added. Hand this address over. {name} sets a password behind it and is signed in.")
                if new
                else _("Hand this address over. {name} sets a password behind it and is signed in.")
            )
            text(todo.format(name=agent.display_name), "st-muted")
            copyable(made.address)
            with note(icon_name="schedule"), box("", "span"):
                before, after = _("It works once, until {time}. You can make a new one at any time.").split("{time}")
                text(before, tag="span")
                clock_time(made.until)
                text(after, tag="span")
            with foot():
                button(_("Done"), shown.close, kind="primary")
        shown.open()

    async def deactivate_employee(self, agent: team.Agent) -> None:
        """Ask who takes over, if there is something to take over."""
        duties = await self._desk.run(succession.duties, Party("agent", agent.id))
        others = [each for each in self.state.agents if each.active and each.id != agent.id]
        heirs: dict[int | str, str] = {each.id: each.display_name for each in others}

        async def act(heir: int | str) -> None:
            await self._desk.run(team.deactivate_agent, agent.id, heir if isinstance(heir, int) else None)
            self._say_deactivated(agent.display_name, duties, lambda: self._desk.run(team.reactivate_agent, agent.id))

        sentence = _("{name} is signed out at once. What they wrote stays.").format(name=agent.display_name)
        self._deactivate(agent.display_name, sentence, duties, heirs, act)

    async def deactivate_group(self, group: team.Group) -> None:
        """Ask who takes over, if there is something to take over."""
        duties = await self._desk.run(succession.duties, Party("group", group.id))
        heirs: dict[int | str, str] = {
            f"group:{each.id}": each.name for each in self.state.groups if each.active and each.id != group.id
        }
        heirs |= {f"agent:{each.id}": each.display_name for each in self.state.agents if each.active}

        async def act(heir: int | str) -> None:
            await self._desk.run(team.deactivate_group, group.id, str(heir))
            self._say_deactivated(group.name, duties, lambda: self._desk.run(team.reactivate_group, group.id))

        self._deactivate(group.name, _("Nothing new comes to this group."), duties, heirs, act)

    async def reactivate_group(self, group: team.Group) -> None:
        await self._desk.run(team.reactivate_group, group.id)
        toast(_("{name} is back.").format(name=group.name))

    def group(self, known: team.Group | None) -> None:
        """Add a group, or edit a known one."""
        form = Form()
        with dialog(_("Edit group") if known else _("Add group")) as shown:
            name = text_field(_("Name"), known.name if known else "", limit=MAX_NAME, placeholder=_("Sales"))
            options = {each.id: each.display_name for each in self.state.agents if each.active}
            chosen = [each for each in (known.member_ids if known else ()) if each in options]
            members = choice_field(_("Members"), options, chosen, multiple=True, searchable=True, optional=True)
            form.add("name", name)
            form.add("members", members)

            async def save() -> None:
                away = [each for each in (known.member_ids if known else ()) if each not in options]
                called, member_ids = name.value or "", [*(members.value or ()), *away]
                run = self._desk.run
                if known is None:
                    await form.submit(run(team.add_group, called, member_ids), saved)
                else:
                    await form.submit(run(team.edit_group, known.id, name=called, member_ids=member_ids), saved)

            def saved(kept: team.Group) -> None:
                shown.close()
                toast(_("{name} is saved.").format(name=kept.name))

            _buttons(shown, _("Save") if known else _("Add group"), save)
        shown.open()

    def _keep_picture(self, agent: team.Agent) -> Callable[[str], Awaitable[None]]:
        async def keep(picture: str) -> None:
            await self._desk.run(team.set_picture, agent.id, picture)

        return keep

    def _deactivate(
        self,
        name: str,
        sentence: str,
        duties: Duties,
        heirs: dict[int | str, str],
        act: Callable[[int | str], Awaitable[None]],
    ) -> None:
        with dialog(_("Deactivate {name}?").format(name=name)) as shown:
            text(sentence, "st-muted")
            heir: ui.select | None = None
            if duties:
                note(duty_words(name, duties), "warn", "warning")
                options = {NOBODY: _("Nobody yet: the campaigns stop"), **heirs}
                heir = choice_field(_("Who takes over?"), options, NOBODY, searchable=True)
            problem = text("", "st-small st-bad").props("role=alert")

            async def go() -> None:
                try:
                    await act(heir.value if heir is not None and heir.value is not None else NOBODY)
                except SmartTriggerError as error:
                    problem.text = error.message
                    return
                shown.close()

            _buttons(shown, _("Deactivate"), go, kind="danger")
        shown.open()

    def _say_deactivated(self, name: str, duties: Duties, take_back: Callable[[], Awaitable[object]]) -> None:
        if duties:
            toast(_("{name} is deactivated.").format(name=name))
        else:
            undo(_("{name} is deactivated.").format(name=name), take_back)


def duty_words(name: str, duties: Duties) -> str:
    """What somebody has, a sentence for each kind of it."""
    said = []
    if duties.campaigns:
        campaigns = ngettext(
            "{name} sends or gets the replies of {n} campaign: {campaigns}.",
            "{name} sends or gets the replies of {n} campaigns: {campaigns}.",
            len(duties.campaigns),
        )
        shown = ", ".join(duties.campaigns[:MOST_NAMED]) + (", …" if len(duties.campaigns) > MOST_NAMED else "")
        said.append(campaigns.format(name=name, n=number(len(duties.campaigns)), campaigns=shown))
    if duties.open_conversations:
        conversations = ngettext(
            "{name} has {n} open conversation.", "{name} has {n} open conversations.", duties.open_conversations
        )
        said.append(conversations.format(name=name, n=number(duties.open_conversations)))
    if duties.sites:
        sites = _("{name} gets first messages from {sites}.")
        said.append(sites.format(name=name, sites=", ".join(duties.sites)))
    return " ".join(said)


def _buttons(shown: ui.dialog, words: str, act: Callable[[], Awaitable[None]], kind: str = "primary") -> None:
    with foot():
        button(_("Cancel"), shown.close)
        button(words, act, kind=kind)
