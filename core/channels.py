"""What a channel is: a way of putting a message before a visitor's eyes."""

from __future__ import annotations

from typing import ClassVar

from core.errors import PluginError


class Channel:
    """A class with names, and a JavaScript module beside it.

    The module exports `render(root, content, actions)`, see docs/widget.md.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    explanation: ClassVar[str] = ""
    """Where visitors meet the message, in a few words."""
    icon: ClassVar[str] = "campaign"
    """A Material Symbols name."""
    module: ClassVar[str]
    """File name of the JavaScript module beside the plugin."""
    lacks: ClassVar[frozenset[str]] = frozenset()
    """Keys of condition types that the browser observes and that can't be observed where this channel speaks.

    A campaign that asks for one of them is told so while it is built.
    """

    def verify(self) -> None:
        """Raise PluginError unless everything that the product needs is filled in."""
        for attribute in ("key", "label", "module"):
            if not getattr(self, attribute, None):
                raise PluginError(
                    "channel_incomplete",
                    f"Channel {type(self).__qualname__} has no `{attribute}`; set it on the class.",
                )
