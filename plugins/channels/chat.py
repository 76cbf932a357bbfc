"""Shows messages as a chat bubble above the launcher; a reply opens the chat window."""

from smart_trigger import Channel, hookimpl


class Chat(Channel):
    """A message in the site's chat widget, under an employee's name."""

    key = "chat"
    label = "Chat message"
    explanation = "Beside the launcher, with an answer box"
    icon = "chat_bubble"
    module = "chat.js"


@hookimpl
def register_channels() -> list[Channel]:
    return [Chat()]
