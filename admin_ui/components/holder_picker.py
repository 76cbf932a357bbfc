"""Who has a conversation, or gets it: groups, and people with their portraits and who of them is online."""

from __future__ import annotations

from admin_ui.components.avatar import initials
from admin_ui.components.basics import box, text
from admin_ui.components.choosers import Item, Picker
from admin_ui.components.fields import label
from admin_ui.inbox_state import EVERYBODY, Holders
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.media import picture_address
from core.team import Agent, Group
from core.team.roles import role_name


def holder_items(holders: Holders) -> list[Item]:
    """Oneself and everybody first; of groups, how many are there."""
    me = _person(holders.me, caption=holders.me.display_name, title=_("You"))
    everybody = Item(EVERYBODY, _("Everybody"), _("Whoever answers first takes it"), icon="groups")
    return [me, everybody, *(_group(each, holders) for each in holders.groups), *_others(holders)]


class HolderField:
    """It as a field of a form, with the place for its problem below."""

    def __init__(self, words: str, holders: Holders) -> None:
        items = holder_items(holders)
        self.value = items[0].key
        with box("st-field") as self._element:
            control = f"{self._element.html_id}-control"
            label(words, control)
            self._picker = Picker(items, self._picked, value=self.value, placeholder=words)
            self._picker.props["fieldId"] = control
            self._below = text("", "st-below st-bad").props("role=alert")
            self._below.set_visibility(False)

    @property
    def id(self) -> int:
        return self._element.id

    def show_problem(self, words: str | None) -> None:
        self._below.set_text(words or "")
        self._below.set_visibility(bool(words))
        self._picker.set_invalid(bool(words))

    def focus(self) -> None:
        self._picker.focus()

    def _picked(self, key: str) -> None:
        self.value = key
        self.show_problem(None)


def _others(holders: Holders) -> list[Item]:
    return [
        _person(
            each,
            caption=" · ".join((each.title or role_name(each.role), *((_("Online"),) if holders.here(each) else ()))),
            group=_("Employees"),
            online=holders.here(each),
        )
        for each in holders.others
    ]


def _person(each: Agent, *, caption: str, title: str = "", group: str = "", online: bool = False) -> Item:
    return Item(
        f"agent:{each.id}",
        title or each.display_name,
        caption,
        initials=initials(each.display_name),
        picture=picture_address(each.picture),
        group=group,
        words=each.email.partition("@")[0],
        online=online,
    )


def _group(each: Group, holders: Holders) -> Item:
    members = [one for one in (holders.me, *holders.others) if one.id in each.member_ids]
    here, count = sum(map(holders.here, members)), len(members)
    caption = (
        _("{n} of {total} online").format(n=number(here), total=number(count))
        if here
        else ngettext("{n} member", "{n} members", count).format(n=number(count))
    )
    return Item(f"group:{each.id}", each.name, caption, icon="group", group=_("Groups"))
