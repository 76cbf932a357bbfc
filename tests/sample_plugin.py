"""A plugin with one condition type of every value type, for tests of what is made from them."""

from __future__ import annotations

from collections.abc import Iterable

from smart_trigger import (
    Anything,
    Boolean,
    Channel,
    Choice,
    Choices,
    ConditionType,
    Date,
    Duration,
    Number,
    Percent,
    Text,
    TimeOfDay,
    Url,
    Visit,
    Weekday,
    hookimpl,
)

COUNTRIES = (("VN", "Vietnam"), ("DE", "Germany"), ("FR", "France"))


class Page(ConditionType):
    """Address of the page; * stands for anything."""

    key = "page_url"
    label = "Page address"
    group = "Page"
    icon = "link"
    value = Url()


class City(ConditionType):
    """City the visitor is in."""

    key = "city"
    label = "City"
    group = "Location"
    icon = "location_city"
    value = Text(placeholder="Da Nang")
    missing_hint = "Unknown where the location data has no cities."


class Country(ConditionType):
    """Country the visitor is in."""

    key = "country"
    label = "Country"
    group = "Location"
    icon = "public"
    value = Choice(options=COUNTRIES)


class Visits(ConditionType):
    """Number of visits, this one included."""

    key = "visits"
    label = "Number of visits"
    group = "Visitor"
    icon = "repeat"
    value = Number(unit="visits", minimum=1, step=1)
    needs_memory = True


class Tags(ConditionType):
    """Tags that the team gave the visitor."""

    key = "tags"
    label = "Tags"
    group = "Visitor"
    icon = "sell"
    value = Choices()


class Attribute(ConditionType):
    """What your website told about the visitor."""

    key = "visitor_attribute"
    label = "Attribute"
    group = "Visitor"
    icon = "badge"
    value = Anything()
    key_label = "Name of the attribute"

    def observe_key(self, visit: Visit, key: str) -> object:
        return visit.attributes.get(key)

    def names(self, visit: Visit) -> Iterable[str]:
        return visit.attributes


class Stay(ConditionType):
    """Time since the page was opened."""

    key = "time_on_page"
    label = "Time on page"
    group = "Behaviour"
    icon = "timer"
    value = Duration()
    observer = "sample_observer.js"


class Scroll(ConditionType):
    """How far the page was scrolled."""

    key = "scroll_depth"
    label = "Scroll depth"
    group = "Behaviour"
    icon = "swipe_down"
    value = Percent()
    observer = "sample_observer.js"


class Idle(ConditionType):
    """Whether the visitor has stopped moving."""

    key = "idle"
    label = "Idle"
    group = "Behaviour"
    icon = "bedtime"
    value = Boolean()
    observer = "sample_observer.js"


class Today(ConditionType):
    """The day, in the site's time zone."""

    key = "date"
    label = "Date"
    group = "Time"
    icon = "today"
    value = Date()


class Clock(ConditionType):
    """The time of day, in the site's time zone."""

    key = "time_of_day"
    label = "Time of day"
    group = "Time"
    icon = "schedule"
    value = TimeOfDay()


class Day(ConditionType):
    """The day of the week, in the site's time zone."""

    key = "weekday"
    label = "Day of the week"
    group = "Time"
    icon = "date_range"
    value = Weekday()


class Chat(Channel):
    """A bubble in the corner."""

    key = "chat"
    label = "Chat"
    module = "sample_observer.js"


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [
        Page(),
        City(),
        Country(),
        Visits(),
        Tags(),
        Attribute(),
        Stay(),
        Scroll(),
        Idle(),
        Today(),
        Clock(),
        Day(),
    ]


@hookimpl
def register_channels() -> list[Channel]:
    return [Chat()]
