"""Team: the employees and their groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from nicegui.elements.mixins.text_element import TextElement

from admin_ui import frame
from admin_ui.components.avatar import avatar
from admin_ui.components.basics import box, button, chip, cut, named, text
from admin_ui.components.empty import empty
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.searched import Narrow, Searched
from admin_ui.components.toast import toast
from admin_ui.pages.team_dialogs import Dialogs, TeamState
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import team
from core.i18n import _
from core.storage import Storage
from core.team.presence import TOPIC as PRESENCE
from core.team.presence import team_now
from core.team.roles import Permission, role_name

Online = dict[str, TextElement]
"""What says that somebody is online, by `agent:ID`."""


def register(services: Services) -> None:
    @page(services, "/team", Permission.TEAM)
    async def team_page(desk: Desk, q: str = "", add: str = "") -> None:
        dialogs = Dialogs(desk)
        online: Online = {}

        def build(state: TeamState, narrow: Narrow) -> None:
            online.clear()
            _build(desk, dialogs, state, narrow, view, online)

        async def show_online() -> None:
            """Who has come or gone; nothing else of the page moves."""
            here = await desk.run(_online)
            for who, shown in online.items():
                shown.set_visibility(who in here)

        with frame.page(desk, _("Team")):
            with frame.actions():
                adding = button(_("Add employee"), lambda: dialogs.employee(None), kind="primary", icon="person_add")
                adding.props("data-new")
            view: Searched[TeamState] = Searched(
                Narrow(q), "/team", _("Search employees and groups"), lambda: desk.run(_load), build, _size
            )
            await view.refresh()
            if add == "employee":
                dialogs.employee(None)
            elif add == "group":
                dialogs.group(None)
        desk.on_change({"team"}, view.refresh)
        desk.on_change({PRESENCE}, show_online)


def _load(storage: Storage) -> TeamState:
    return TeamState(team.agents(storage), team.groups(storage), _online(storage))


def _online(storage: Storage) -> frozenset[str]:
    return team_now(storage, datetime.now(UTC)).online


def _size(state: TeamState) -> int:
    return len(state.agents) + len(state.groups)


def _build(
    desk: Desk, dialogs: Dialogs, state: TeamState, narrow: Narrow, view: Searched[TeamState], online: Online
) -> None:
    dialogs.state = state
    people = [each for each in state.agents if narrow.takes(*_said(state, each))]
    groups = [each for each in state.groups if narrow.takes(each.name, *_names(state, each))]
    with named(box("st-card st-flush st-rows", "ul").props("role=list"), _("Employees")):
        for each in people[: narrow.most]:
            _employee(desk, dialogs, state, each, online)
        with box("", "li"):
            view.more(people)
    with named(box("st-stack st-gap-12", "section"), _("Groups")):
        with box("st-line st-spread"):
            text(_("Groups"), tag="h2")
            if state.groups:
                button(_("Add group"), lambda: dialogs.group(None), icon="group_add")
        with box("st-card st-flush"):
            if not state.groups:
                what = _("A group is a set of employees, such as Sales, who share an inbox.")
                empty("groups", what, _("Make one to send a campaign's replies to several people."), _("Add group"),
                      lambda: dialogs.group(None), kind="plain")  # fmt: skip
            with box("st-rows", "ul").props("role=list"):
                for group in groups[: narrow.most]:
                    _group(dialogs, state, group)
            if state.groups:
                view.more(groups)


def _said(state: TeamState, each: team.Agent) -> tuple[str, ...]:
    """All that an employee's row says."""
    return (each.display_name, each.title, each.email, role_name(each.role), _groups(state, each))


def _groups(state: TeamState, each: team.Agent) -> str:
    return ", ".join(group.name for group in state.groups if group.active and group.id in each.group_ids)


def _names(state: TeamState, group: team.Group) -> list[str]:
    return [member.display_name for member in state.members(group)]


def _name(words: str, active: bool, edit: Callable[[], None]) -> None:
    """A name, which opens what can be edited of it."""
    if active:
        cut(words, "st-strong st-row-title st-row-open", "button").props("type=button").on("click", edit)
    else:
        cut(words, "st-strong")


def _employee(desk: Desk, dialogs: Dialogs, state: TeamState, each: team.Agent, online: Online) -> None:
    groups = _groups(state, each)
    with box("st-row st-row--folds" if each.active else "st-row st-row--folds st-row--off", "li"):
        avatar(each.display_name, each.picture, active=each.active)
        with box("st-stack st-gap-0 st-grow"):
            with box("st-line"):
                _name(each.display_name, each.active, lambda: dialogs.employee(each))
                if each.id == desk.me.id:
                    chip(_("You"))
            cut(" · ".join(filter(None, (each.title, each.email))), "st-small st-muted")
        cut(groups, "st-muted st-wide-only st-team-groups")
        with box("st-team-state"):
            if not each.active:
                chip(_("Deactivated"))
            elif not each.has_password:
                chip(_("Not signed in yet"), "warn")
            else:
                who = f"agent:{each.id}"
                online[who] = chip(_("Online"), "good")
                online[who].props["title"] = _("Has the admin open now")
                online[who].set_visibility(who in state.online)
        text(role_name(each.role), "st-team-role" if each.active else "st-team-role st-muted")
        row_menu(each.display_name, _employee_actions(desk, dialogs, each))


def _employee_actions(desk: Desk, dialogs: Dialogs, each: team.Agent) -> list[Action]:
    if not each.active:

        async def reactivate() -> None:
            await desk.run(team.reactivate_agent, each.id)
            toast(_("{name} is back.").format(name=each.display_name))

        return [Action(_("Reactivate"), "undo", reactivate)]
    actions = [Action(_("Edit"), "edit", lambda: dialogs.employee(each))]
    if each.email:
        actions.append(Action(_("One-time link"), "link", lambda: dialogs.link(each)))
    actions.append(Action(_("Deactivate"), "person_off", lambda: dialogs.deactivate_employee(each), bad=True))
    return actions


def _group(dialogs: Dialogs, state: TeamState, group: team.Group) -> None:
    members = state.members(group)
    with box("st-row" if group.active else "st-row st-row--off", "li"):
        with box("st-stack st-gap-0 st-grow"):
            _name(group.name, group.active, lambda: dialogs.group(group))
            words = ", ".join(_names(state, group)) or _("Nobody is in it yet.")
            cut(words, "st-small st-muted")
        with box("st-line st-faces"):
            for member in members[:5]:
                avatar(member.display_name, member.picture, size="small")
        if not group.active:
            chip(_("Deactivated"))
        row_menu(group.name, _group_actions(dialogs, group))


def _group_actions(dialogs: Dialogs, group: team.Group) -> list[Action]:
    if not group.active:
        return [Action(_("Reactivate"), "undo", lambda: dialogs.reactivate_group(group))]
    return [
        Action(_("Edit"), "edit", lambda: dialogs.group(group)),
        Action(_("Deactivate"), "group_off", lambda: dialogs.deactivate_group(group), bad=True),
    ]
