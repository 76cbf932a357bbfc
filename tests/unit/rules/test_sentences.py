"""A rule is said in one sentence."""

from __future__ import annotations

import pytest

from core.i18n import speaking
from core.plugins import load_plugins
from core.rules import Part, Rule, sentence, sentence_parts
from core.rules.choices import Choice
from core.rules.values import Duration, Number, Text, Url
from tests.unit.rules.conftest import PAGE, TIME, VISITS, group
from tests.vector_files import Kind

SAID = {
    "page": Kind("Page address", Url()),
    "visits": Kind("Number of visits", Number(unit="visits")),
    "time": Kind("Time on page", Duration(), browser=True),
    "country": Kind("Country", Choice((("DE", "Germany"), ("AT", "Austria")))),
    "attribute": Kind("Attribute", Text(), takes_key=True),
    "utm": Kind("UTM source", Text()),
}
COUNTRY = {"id": "c", "fact": "country", "operator": "is_none_of", "value": ["DE", "AT"]}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (group("all"), "Every visitor"),
        (group("any"), "Nobody"),
        (group("none"), "Every visitor"),
        (group("all", group("any")), "Nobody"),
        (group("all", VISITS, group("all")), "Visitors whose number of visits is at least 3 visits"),
        (group("none", {**VISITS, "value": 1}), "All visitors but those whose number of visits is at least 1 visit"),
        (
            group("all", {**PAGE, "value": ["/pricing*"]}, group("any", VISITS, TIME)),
            "Visitors whose page address is /pricing* and "
            "(number of visits is at least 3 visits or time on page is at least 30 seconds)",
        ),
        (
            group("all", PAGE, COUNTRY),
            "Visitors whose page address is /pricing* or /plans, and country is neither Germany nor Austria",
        ),
        (
            group("any", VISITS, group("none", TIME)),
            "Visitors whose number of visits is at least 3 visits or not (time on page is at least 30 seconds)",
        ),
        (
            group("all", {"fact": "attribute", "key": "plan", "operator": "is_set"}),
            "Visitors whose attribute “plan” is known",
        ),
        (
            group("all", {"fact": "utm", "operator": "ends_with", "value": ["a", "b"]}),
            "Visitors whose UTM source ends with “a” or “b”",
        ),
        (group("all", group("any", VISITS, group("all"), group("any"))), "Every visitor"),
        (
            group("all", group("any", VISITS, group("any"))),
            "Visitors whose number of visits is at least 3 visits",
        ),
        (
            group("all", group("any", VISITS, TIME)),
            "Visitors whose number of visits is at least 3 visits or time on page is at least 30 seconds",
        ),
        (
            group("any", VISITS, group("any", TIME, group("any", {**VISITS, "value": 9}))),
            "Visitors whose number of visits is at least 3 visits or time on page is at least 30 seconds "
            "or number of visits is at least 9 visits",
        ),
        (
            group("any", VISITS, group("any", group("all", TIME, {**VISITS, "value": 9}))),
            "Visitors whose number of visits is at least 3 visits "
            "or (time on page is at least 30 seconds and number of visits is at least 9 visits)",
        ),
        (group("all", {**PAGE, "value": ["/", "/plans"]}), "Visitors whose page address is the home page or /plans"),
        (
            group("all", {**PAGE, "operator": "starts_with", "value": ["/"]}),
            "Visitors whose page address starts with /",
        ),
        (
            group("all", {**PAGE, "value": ["/plans", "pricing"]}),
            "Visitors whose page address is /plans or pricing (not valid)",
        ),
        (
            group("all", {**PAGE, "operator": "is_not", "value": ["pricing", "/"]}),
            "Visitors whose page address is neither pricing (not valid) nor the home page",
        ),
        (group("all", {**PAGE, "value": [" ", 3]}), "Visitors whose page address is … or 3 (not valid)"),
        (group("all", {**PAGE, "value": [" "]}), "Visitors whose page address is …"),
        (group("all", {**PAGE, "value": "/plans"}), "Visitors whose page address is /plans (not valid)"),
        (
            group("all", {**PAGE, "value": ["/a", "/b", "/c", "/d", "/e", "/f", "pricing"]}),
            "Visitors whose page address is pricing (not valid), /a, /b, /c, /d or 2 more",
        ),
        (
            group("all", {**COUNTRY, "operator": "is_any_of", "value": ["DE", "XX"]}),
            "Visitors whose country is Germany or XX (not valid)",
        ),
        (group("all", {"fact": "visits"}), "Visitors whose number of visits …"),
        (group("all", {**VISITS, "operator": "resembles"}), "Visitors whose number of visits resembles (not valid)"),
        (group("all", {**VISITS, "value": None}), "Visitors whose number of visits is at least …"),
        (group("all", {**VISITS, "value": "3"}), "Visitors whose number of visits is at least 3 (not valid)"),
        (
            group("all", {**VISITS, "operator": "between", "value": [2, None]}),
            "Visitors whose number of visits is between 2 visits and …",
        ),
        (
            group("all", {**VISITS, "operator": "between", "value": [5, 2]}),
            "Visitors whose number of visits is between 5 and 2 visits (not valid)",
        ),
        (
            group("all", {"fact": "attribute", "operator": "is", "value": ["trial"]}),
            "Visitors whose attribute … is “trial”",
        ),
        (group("all", {"fact": "moon"}), "Visitors whose moon (not installed)"),
        (group("all", {}), "Visitors whose …"),
    ],
)
def test_a_rule_is_said_in_one_sentence(rule: Rule, expected: str) -> None:
    assert sentence(rule, SAID) == expected


FROM = Kind("Country", Choice((("VN", "Vietnam"), ("FR", "France"))), phrases={"is_any_of": "from {value}"})
ON = Kind("Page address", Url(), phrases={"is": "on {value}"})
AFTER = Kind("Time on page", Duration(), browser=True, phrases={"at_least": "after {value} on the page"})
HELD = Kind("Device", Choice((("phone", "Phone"),)), phrases={"is_any_of": "on a {lower}"})
COUNTED = Kind(
    "Number of visits",
    Number(unit="visits"),
    phrases={"amount": "with {amount}", "less_than": "with fewer than {value}"},
)
SPOKEN = {**SAID, "country": FROM, "page": ON, "time": AFTER, "device": HELD, "counted": COUNTED}
MANY = {"id": "m", "fact": "counted", "operator": "at_least", "value": 3}
FROM_VIETNAM = {"fact": "country", "operator": "is_any_of", "value": ["VN"]}
ON_PHONE = {"fact": "device", "operator": "is_any_of", "value": ["phone"]}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            group("all", FROM_VIETNAM, {**PAGE, "value": ["/pricing*"]}, TIME),
            "Visitors from Vietnam, on /pricing*, after 30 seconds on the page",
        ),
        (
            group("all", PAGE, VISITS),
            "Visitors on /pricing* or /plans, and whose number of visits is at least 3 visits",
        ),
        (
            group("all", VISITS, FROM_VIETNAM, {**VISITS, "value": 4}),
            "Visitors whose number of visits is at least 3 visits and from Vietnam "
            "and whose number of visits is at least 4 visits",
        ),
        (group("all", FROM_VIETNAM, group("none", ON_PHONE)), "Visitors from Vietnam, except those on a phone"),
        (
            group("all", FROM_VIETNAM, group("none", ON_PHONE, TIME)),
            "Visitors from Vietnam, except those on a phone or after 30 seconds on the page",
        ),
        (
            group("all", group("none", VISITS), FROM_VIETNAM, group("none", ON_PHONE)),
            "Visitors from Vietnam, except those whose number of visits is at least 3 visits, except those on a phone",
        ),
        (group("all", group("none", ON_PHONE)), "Visitors except those on a phone"),
        (
            group("all", VISITS, group("none", ON_PHONE)),
            "Visitors whose number of visits is at least 3 visits, except those on a phone",
        ),
        (
            group("any", TIME, group("all", FROM_VIETNAM, group("none", ON_PHONE))),
            "Visitors after 30 seconds on the page or (from Vietnam, except those on a phone)",
        ),
        (group("any", FROM_VIETNAM, group("none", ON_PHONE)), "Visitors from Vietnam or not (on a phone)"),
        (
            group("all", FROM_VIETNAM, ON_PHONE, VISITS),
            "Visitors from Vietnam, on a phone, and whose number of visits is at least 3 visits",
        ),
        (group("all", MANY), "Visitors with at least 3 visits"),
        (group("all", {**MANY, "operator": "does_not_equal", "value": 1}), "Visitors with other than 1 visit"),
        (group("all", {**MANY, "operator": "between", "value": [2, 5]}), "Visitors with between 2 and 5 visits"),
        (group("all", {**MANY, "operator": "less_than"}), "Visitors with fewer than 3 visits"),
        (group("all", {**MANY, "value": None}), "Visitors with at least …"),
        (group("all", {**MANY, "operator": "is_set", "value": None}), "Visitors whose number of visits is known"),
        (group("none", FROM_VIETNAM), "All visitors but those from Vietnam"),
        (group("any", FROM_VIETNAM, ON_PHONE), "Visitors from Vietnam or on a phone"),
        (group("all", PAGE, FROM_VIETNAM), "Visitors on /pricing* or /plans, from Vietnam"),
        (
            group("all", FROM_VIETNAM, group("any", TIME, VISITS)),
            "Visitors from Vietnam and (after 30 seconds on the page or whose number of visits is at least 3 visits)",
        ),
        (group("all", {**FROM_VIETNAM, "value": []}), "Visitors from …"),
        (
            group("all", FROM_VIETNAM, group("all", {**PAGE, "value": ["/"]}, TIME), ON_PHONE),
            "Visitors from Vietnam, on the home page, after 30 seconds on the page, on a phone",
        ),
        (
            group("all", VISITS, group("all", FROM_VIETNAM), {**VISITS, "value": 4}),
            "Visitors whose number of visits is at least 3 visits and from Vietnam "
            "and whose number of visits is at least 4 visits",
        ),
    ],
)
def test_condition_types_say_themselves_in_their_own_words(rule: Rule, expected: str) -> None:
    assert sentence(rule, SPOKEN) == expected


def test_the_conditions_that_come_with_the_product_make_one_sentence() -> None:
    rule = group(
        "all",
        {"id": "a", "fact": "referrer", "operator": "is", "value": ["*.search.example/*"]},
        {"id": "b", "fact": "language", "operator": "is_none_of", "value": ["pt", "vi"]},
        {"id": "c", "fact": "pages_in_visit", "operator": "at_least", "value": 3},
        {"id": "d", "fact": "scroll_depth", "operator": "at_least", "value": 50},
        {"id": "e", "fact": "referrer", "operator": "is_set"},
    )
    assert sentence(rule, BUILT_IN) == (
        "Visitors coming from *.search.example/*, with a browser that is not in Portuguese or Vietnamese, "
        "after at least 3 pages in this visit, after seeing 50% of the page, coming from another website"
    )


BUILT_IN = load_plugins(entry_points=False).condition_types
OF_ITS_OWN = {"number", "duration", "percent", "boolean"}


@pytest.mark.parametrize(
    ("key", "operator"),
    [
        (key, operator)
        for key, kind in BUILT_IN.items()
        if kind.value.name in OF_ITS_OWN
        for operator in kind.operators
        if operator not in ("is_set", "is_not_set") or kind.value.name == "boolean"
    ],
)
def test_what_is_counted_or_is_yes_or_no_is_said_in_words_of_its_own(key: str, operator: str) -> None:
    """ "whose page event “order placed” is at least 1 time" is what comes of a label."""
    kind = BUILT_IN[key]
    operand = kind.value.operator(operator).operand
    value = {"none": None, "one": kind.value.name == "boolean" or 3, "pair": [2, 5]}[operand]
    said = sentence(group("all", {"fact": key, "key": "x", "operator": operator, "value": value}), BUILT_IN)
    assert not said.startswith("Visitors whose " + kind.label[0].lower() + kind.label[1:]), said


@pytest.mark.parametrize(
    ("condition", "english", "vietnamese"),
    [
        ({"fact": "page_event", "key": "order placed", "operator": "at_least", "value": 1},
         "with “order placed” at least once in this visit", "có “order placed” ít nhất 1 lần trong lượt này"),
        ({"fact": "date", "operator": "on", "value": "2026-12-24"},
         "who are here on 24 December 2026", "ghé thăm vào 24 tháng 12, 2026"),
        ({"fact": "weekday", "operator": "is_any_of", "value": [6, 7]},
         "who are here on Saturday or Sunday", "ghé thăm vào Thứ Bảy hoặc Chủ Nhật"),
        ({"fact": "operating_system", "operator": "is_any_of", "value": ["ios"]}, "using iOS", "dùng iOS"),
        ({"fact": "referrer", "operator": "matches", "value": ["^a"]},
         "coming from addresses that match the pattern ^a", "đến từ địa chỉ khớp mẫu ^a"),
        ({"fact": "exit_intent", "operator": "is", "value": True}, "who are about to leave", "sắp rời đi"),
    ],
)  # fmt: skip
def test_sentences_read_as_people_speak(condition: Rule, english: str, vietnamese: str) -> None:
    rule = group("all", condition)
    assert sentence(rule, BUILT_IN) == f"Visitors {english}"
    with speaking("vi"):
        assert sentence(rule, BUILT_IN) == f"Khách truy cập {vietnamese}"


def test_what_is_missing_or_wrong_keeps_its_place_in_the_sentence_and_says_why() -> None:
    rule = group("all", {**PAGE, "value": ["/plans", "pricing"]}, {**VISITS, "value": None})
    assert sentence_parts(rule, SPOKEN) == (
        Part("Visitors on /plans or "),
        Part("pricing", "not valid"),
        Part(", and whose number of visits is at least "),
        Part("…", "no value yet"),
    )
    assert sentence_parts(group("all", VISITS), SAID) == (Part("Visitors whose number of visits is at least 3 visits"),)


def test_names_replace_labels_in_sentences() -> None:
    rule = group("all", {"fact": "attribute", "key": "plan", "operator": "is", "value": ["trial"]})
    assert sentence(rule, SAID, {"attribute:plan": "plan"}) == "Visitors whose plan is “trial”"
