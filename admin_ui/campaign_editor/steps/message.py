"""Step 2: who says what, and who gets the replies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from admin_ui.campaign_editor.buttons_editor import ButtonsEditor
from admin_ui.campaign_editor.composer import Composer
from admin_ui.campaign_editor.form_editor import FormEditor
from admin_ui.campaign_editor.language_tabs import LanguageTabs, items
from admin_ui.campaign_editor.old_translation import OldTranslation
from admin_ui.campaign_editor.steps.base import Labelled, Step, first_problem
from admin_ui.campaign_editor.translation_editor import TranslationEditor
from admin_ui.components.avatar import initials
from admin_ui.components.basics import box, button, text
from admin_ui.components.choosers import Item, Picker
from core.campaigns.addressees import Addressees
from core.campaigns.draft_problems import DraftProblem
from core.campaigns.drafts import Draft
from core.campaigns.translations import found_right, new_translation, outdated
from core.channels import Channel
from core.i18n import N_, _, languages, ngettext
from core.i18n.figures import number
from core.messages import MAX_CAMPAIGN_TEXT
from core.team.roles import role_name

OWN = ("text", "buttons", "form")
"""Fields of the message in its own language."""


class MessageStep(Step):
    """Sender, recipient, text, buttons and contact form; the mock widget follows every key-stroke."""

    key = "message"
    title = N_("Message")
    explanation = N_(
        "The visitor sees it under this employee's name. Replies open a conversation in the inbox you choose."
    )
    _translation: TranslationEditor | None = None

    def build(self) -> None:
        draft, addressees = self.bench.drafting.draft, self.bench.drafting.around.addressees
        self._sender_field = Labelled(_("Sent from"), hint=_("Visitors see name, title and picture."))
        with self._sender_field.place:
            self._sender = Picker(
                senders(addressees, draft.sender),
                lambda key: self.bench.put("sender", int(key)),
                value=None if draft.sender is None else str(draft.sender),
                placeholder=_("Choose an employee"),
            )
        self._sender_field.name(self._sender)
        self._recipient_field = Labelled(
            _("Reply message sent to"), hint=_("An employee's own inbox, or that of a group.")
        )
        with self._recipient_field.place:
            self._recipient = Picker(
                recipients(addressees, draft.recipient),
                lambda key: self.bench.put("recipient", key),
                value=draft.recipient or None,
                placeholder=_("Choose an employee or a group"),
            )
        self._recipient_field.name(self._recipient)
        self._channel_field = Labelled(_("Shown as"))
        with self._channel_field.place:
            self._channel = Picker(
                channels(self.bench.drafting.around.registry.channels),
                lambda key: self.bench.put("channel", key),
                value=draft.channel,
                placeholder=_("Choose how it is shown"),
            )
        self._channel_field.name(self._channel)
        with box("st-stack st-gap-8"):
            self._languages = LanguageTabs(self._choose_language, self._add_language)
            self._build_language(draft)
            self._about = box("st-line st-wrap st-gap-8")
        self._old = OldTranslation(self._found_right)
        self._own = box("st-stack st-gap-24")
        with self._own:
            self._build_own(draft)
        self._other = box("st-stack st-gap-24")
        self._other.set_visibility(False)
        self._about.set_visibility(False)

    def _build_language(self, draft: Draft) -> None:
        with box("st-line st-wrap st-gap-8") as self._own_language:
            text(_("Everybody else gets this one. It is in"), "st-small st-muted", "span")
            self._language = Picker(
                items(),
                lambda code: self.bench.put("language", code),
                value=draft.language or None,
                label=_("Language of the message"),
                placeholder=_("Choose a language"),
            )
        self.bench.follow(self._own_language, "language")

    def _build_own(self, draft: Draft) -> None:
        """The message in its own language, which everybody gets who reads none of the others."""
        self._text_field = Labelled(_("Message content"))
        with self._text_field.place:
            self._text = Composer(
                "",
                draft.text,
                lambda value: self.bench.put("text", value, "text"),
                limit=MAX_CAMPAIGN_TEXT,
                label=self._text_field.label.html_id,
                described_by=str(self._text_field.below.props["id"]),
            )
        self._text_field.label.props["for"] = self._text.control_id
        self._text_field.label.on("click", self._text.focus)
        self.bench.follow(self._text.element, "text")
        self.bench.unsaved.follow(self._text.field, "text")
        self._buttons_field = Labelled(_("Buttons"), hint=_("One press answers the message."), optional=True)
        with self._buttons_field.place:
            self._buttons = ButtonsEditor(draft.buttons, partial(self.bench.put, "buttons"), self.bench.say_lost)
        self.bench.follow(self._buttons.element, "buttons")
        self._form_field = Labelled(_("Contact form"), hint=_("Who fills it in becomes a lead."), optional=True)
        with self._form_field.place:
            self._form = FormEditor(draft.form, partial(self.bench.put, "form"), self.bench.say_lost)
        self.bench.follow(self._form.element, "form")

    def _choose_language(self, code: str) -> None:
        """Work on the message in another of its languages."""
        draft = self.bench.drafting.draft
        self.language = code if code in draft.translations else ""
        self._own.set_visibility(not self.language)
        for place in (self._about, self._other):
            place.set_visibility(bool(self.language))
            place.clear()
        self._translation = None
        if self.language:
            self._build_translation(draft, self.language)
        self.bench.changed()

    def _build_translation(self, draft: Draft, code: str) -> None:
        name = languages.name(code)
        with self._about:
            words = _("Shown to visitors whose browser is set to {language}.").format(language=name)
            text(words, "st-small st-muted st-grow", "span")
            remove = button(_("Remove"), partial(self._remove_language, code), kind="quiet", icon="delete")
            remove.props["aria-label"] = _("Remove {language}").format(language=name)
        with self._other:
            put = partial(self._put_words, code)
            self._translation = TranslationEditor(draft, code, put, self.bench.unsaved.follow)
        self.bench.follow(self._translation.element, "translations")

    def _found_right(self) -> None:
        """What stands in the language that one works on is right for the message as it is now."""
        self.bench.put("translations", found_right(self.bench.drafting.draft, [self.language]))

    def _put_words(self, code: str, words: dict[str, Any], what: object = None) -> None:
        self.bench.put("translations", {**self.bench.drafting.draft.translations, code: words}, what)

    def _add_language(self, code: str) -> None:
        self._put_words(code, new_translation(self.bench.drafting.draft))
        self._choose_language(code)

    def _remove_language(self, code: str) -> None:
        others = self.bench.drafting.draft.translations
        self.bench.put("translations", {each: words for each, words in others.items() if each != code})
        self._choose_language("")
        with self._own:  # the button that was pressed is gone
            self.bench.say_lost(_("{language} removed").format(language=languages.name(code)))

    def took(self, name: str) -> None:
        draft = self.bench.drafting.draft
        if name == "sender":
            self._sender.show(None if draft.sender is None else str(draft.sender))
        elif name == "recipient":
            self._recipient.show(draft.recipient or None)
        elif name == "channel":
            self._channel.show(draft.channel)
        elif name == "text":
            self._text.show(draft.text)
        elif name == "buttons":
            self._buttons.show(draft.buttons)
        elif name == "form":
            self._form.show(draft.form)
        elif name == "language":
            self._language.show(draft.language or None)
        if name in ("text", "buttons", "form", "translations"):
            self._show_translation()

    def _show_translation(self) -> None:
        draft = self.bench.drafting.draft
        if self._translation is not None and self.language in draft.translations:
            self._translation.show(draft)
        elif self.language:
            self._choose_language("")

    def show_problems(self) -> None:
        draft = self.bench.drafting.draft
        found = self.bench.drafting.shown_problems(self.key)
        wrong = {each.node for each in found if each.field == "translations"}
        own = {""} if any(each.field in OWN for each in found) else set()
        old = outdated(draft)
        self._languages.show(draft, self.language, wrong | own, old)
        self._old.show(draft, self.language if self.language in old else "")
        self._own_language.set_visibility(bool(draft.translations) and not self.language)
        if self._translation is not None:
            self._translation.show_problems(found)
        for name, field in (
            ("sender", self._sender_field),
            ("recipient", self._recipient_field),
            ("channel", self._channel_field),
            ("buttons", self._buttons_field),
            ("form", self._form_field),
        ):
            field.show_problem(first_problem(found, name))
        self._sender.set_invalid(bool(first_problem(found, "sender")))
        self._recipient.set_invalid(bool(first_problem(found, "recipient")))
        self._channel.set_invalid(bool(first_problem(found, "channel")))
        words = first_problem(found, "text")
        self._text_field.show_problem(words)
        self._text.set_invalid(bool(words))

    def focus_problem(self, problem: DraftProblem) -> None:
        if problem.field == "sender":
            self._sender.focus()
        elif problem.field == "recipient":
            self._recipient.focus()
        elif problem.field == "channel":
            self._channel.focus()
        elif problem.field == "translations":
            self._choose_language(problem.node)
            if self._translation is not None:
                self._translation.focus(problem.path)
        else:
            self._focus_own(problem)

    def look_again(self, language: str) -> None:
        self._choose_language(language)
        self._old.focus()

    def _focus_own(self, problem: DraftProblem) -> None:
        if self.language:
            self._choose_language("")
        if problem.field == "buttons":
            self._buttons.focus(problem.node, problem.part)
        elif problem.field == "form":
            self._form.focus(problem.node, problem.part)
        else:
            self._text.mend()

    def refreshed(self) -> None:
        draft, addressees = self.bench.drafting.draft, self.bench.drafting.around.addressees
        self._sender.set_items(senders(addressees, draft.sender))
        self._recipient.set_items(recipients(addressees, draft.recipient))


def channels(known: Mapping[str, Channel]) -> list[Item]:
    """The ways in which visitors can meet a message."""
    return [Item(key, _(each.label), _(each.explanation), icon=each.icon) for key, each in known.items()]


def senders(addressees: Addressees, chosen: int | None) -> list[Item]:
    """Who can send: everybody active, and who is chosen even if not."""
    return [
        Item(
            str(each.id),
            each.display_name,
            each.title or role_name(each.role) if each.active else _("Not active any more"),
            initials=initials(each.display_name),
            picture=f"/media/{each.picture}" if each.picture else "",
            words=each.email,
        )
        for each in addressees.agents
        if each.active or each.id == chosen
    ]


def recipients(addressees: Addressees, chosen: str) -> list[Item]:
    """Who can get replies: groups first, because somebody of a group is more often there."""
    groups = [
        Item(
            f"group:{each.id}",
            each.name,
            ngettext("{n} member", "{n} members", len(each.member_ids)).format(n=number(len(each.member_ids)))
            if each.active
            else _("Not active any more"),
            icon="group",
            group=_("Groups"),
        )
        for each in addressees.groups
        if each.active or chosen == f"group:{each.id}"
    ]
    people = [
        Item(
            f"agent:{each.id}",
            each.display_name,
            each.title or role_name(each.role) if each.active else _("Not active any more"),
            initials=initials(each.display_name),
            picture=f"/media/{each.picture}" if each.picture else "",
            group=_("Employees"),
            words=each.email,
        )
        for each in addressees.agents
        if each.active or chosen == f"agent:{each.id}"
    ]
    return groups + people
