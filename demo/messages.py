"""The campaigns of Harbour Goods: plain data, in the words of people who sell kettles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.campaigns.drafts import Frequency
from core.goals import GoalSettings
from core.messages.forms import new_form

Rule = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """A campaign of the demo; `sender` is a person's key, `recipient` a person's key or a group's name.

    `{shop}` in the text stands for the shop's address.
    """

    name: str
    sender: str
    recipient: str
    text: str
    audience: Rule
    frequency: Frequency = "once"
    buttons: tuple[dict[str, Any], ...] = ()
    form: dict[str, Any] | None = None
    goal: str = ""
    """Name of one of GOALS, "": none."""
    steps: int = 5
    """How many steps are finished; with all of them it is active, else a draft."""

    @property
    def active(self) -> bool:
        return self.steps == 5


def when(node: str, fact: str, operator: str, value: object) -> Rule:
    """A condition; `node` is its id within the rule."""
    return {"id": node, "fact": fact, "operator": operator, "value": value}


def group(match: str, *rules: Rule, node: str = "root") -> Rule:
    return {"id": node, "match": match, "rules": list(rules)}


def whole(match: str, *rules: Rule) -> Rule:
    return {"schema": 1, **group(match, *rules)}


GOALS = (
    GoalSettings("Order placed", "address", ("/thanks",)),
    GoalSettings("Something in the cart", "event", ("added to cart",)),
)

EXAMPLES = (
    Example(
        "Pricing hesitation",
        "bo",
        "Sales",
        "Hi, I'm Bo and I pack the gifts for teams 📦\n\n"
        "Tell me **how many people** and **by when**, and I'll say what it comes to.",
        whole(
            "all",
            when("a", "page_url", "is", ["/pricing"]),
            group("any", when("b", "time_on_page", "at_least", 15), when("c", "visits", "at_least", 3), node="d"),
        ),
    ),
    Example(
        "Cart rescue",
        "ada",
        "Sales",
        "Not sure about a size, or when it arrives? Ask me, I'm at the desk. "
        "Everything comes back within [sixty days]({shop}/help/returns) if it isn't right.",
        whole("all", when("a", "page_url", "is", ["/cart"]), when("b", "time_on_page", "at_least", 20)),
        frequency="multiple",
        buttons=(
            {"id": "sizes", "label": "How sizes run", "action": "link", "link": "/help/sizes"},
            {"id": "later", "label": "Write to me later", "action": "form", "link": ""},
        ),
        form={**new_form(), "consent": "You may write to me about my order.", "submit": "Write to me"},
        goal="Order placed",
    ),
    Example(
        "Help that helps",
        "linh",
        "Support",
        "Did you find it? If not, tell me in a sentence and I'll look it up 🔎",
        whole("all", when("a", "page_url", "is", ["/help/*"]), when("b", "time_on_page", "at_least", 25)),
    ),
    Example(
        "Studio, with a hand",
        "sam",
        "sam",
        "That's a good one ⛵ I sew these on Thursdays: order today and yours is in the next batch.",
        whole(
            "all",
            when("a", "page_url", "is", ["/studio/review"]),
            group("none", when("b", "device", "is_any_of", ["phone"]), node="c"),
        ),
    ),
    Example(
        "Welcome back",
        "ada",
        "ada",
        "Good to see you again 👋 If you are choosing between two things, send me both names. I own most of them.",
        whole(
            "all",
            when("a", "visits", "at_least", 3),
            group("none", when("b", "page_url", "is", ["/help/*", "/cart"]), node="c"),
        ),
        frequency="multiple",
    ),
    Example(
        "Welcome to the harbour",
        "ada",
        "Sales",
        "Welcome to the shop. I'm Ada; I'm here until six, so *just ask*.",
        whole("all", when("a", "page_url", "is", ["/"]), when("b", "time_on_site", "at_least", 10)),
    ),
    Example(
        "Launch in Vietnam",
        "linh",
        "Support",
        "Xin chào! Từ tháng này chúng tôi giao hàng tới Việt Nam 🇻🇳",
        whole("all", when("a", "country", "is_any_of", ["VN"])),
        steps=3,
    ),
    Example("Rainy days", "sam", "", "", whole("all"), steps=1),
)
