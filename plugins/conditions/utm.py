"""What the link that led here says of itself: the five UTM parameters."""

from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from smart_trigger import ConditionType, Text, Visit, hookimpl

MOST = 200
"""Parameters of one address that are looked at."""


class Utm(ConditionType):
    """A UTM parameter of this page's address, else of the page that the visit began with."""

    group = "Page"
    icon = "sell"
    missing_hint = "There is none unless the link that led here has it."
    parameter: ClassVar[str]

    def observe(self, visit: Visit) -> str | None:
        return _parameter(visit.url, self.parameter) or _parameter(visit.landing, self.parameter)


class UtmSource(Utm):
    """Website or newsletter that the link to this visit was put in, as its utm_source says."""

    key = "utm_source"
    label = "UTM source"
    search_words = "campaign, ad, advertising, newsletter, source"
    value = Text(placeholder="newsletter")
    parameter = "utm_source"


class UtmMedium(Utm):
    """Kind of link that led to this visit, such as email or cpc, as its utm_medium says."""

    key = "utm_medium"
    label = "UTM medium"
    search_words = "campaign, ad, advertising, e-mail, cpc, channel"
    value = Text(placeholder="email")
    parameter = "utm_medium"


class UtmCampaign(Utm):
    """Advertising campaign that led to this visit, as the link's utm_campaign says."""

    key = "utm_campaign"
    label = "UTM campaign"
    search_words = "ad, ads, advertising, promotion"
    value = Text(placeholder="spring-sale")
    parameter = "utm_campaign"


class UtmTerm(Utm):
    """Search words that were paid for, as the link's utm_term says."""

    key = "utm_term"
    label = "UTM term"
    search_words = "campaign, ad, keyword, search, paid search"
    value = Text(placeholder="rain jacket")
    parameter = "utm_term"


class UtmContent(Utm):
    """Which of several links or pictures led to this visit, as its utm_content says."""

    key = "utm_content"
    label = "UTM content"
    search_words = "campaign, ad, banner, creative, variant"
    value = Text(placeholder="header-link")
    parameter = "utm_content"


def _parameter(address: str, name: str) -> str | None:
    if name not in address:
        return None
    try:
        values = parse_qs(urlsplit(address).query, max_num_fields=MOST).get(name)
    except ValueError:
        return None
    return values[0] if values else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [UtmSource(), UtmMedium(), UtmCampaign(), UtmTerm(), UtmContent()]
