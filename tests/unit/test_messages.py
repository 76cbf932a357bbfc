"""What people type becomes blocks, and nothing they type becomes anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import MAX_CAMPAIGN_TEXT, cleaned, link_problem, literal, parse, plain, problems

SPANS = [
    ("plain words", "Hi there", [{"text": "Hi there"}]),
    ("bold", "a **b** c", [{"text": "a "}, {"text": "b", "bold": True}, {"text": " c"}]),
    ("italic", "*b*", [{"text": "b", "italic": True}]),
    ("both", "***b***", [{"text": "b", "bold": True, "italic": True}]),
    (
        "italic within bold",
        "**a *b***",
        [{"text": "a ", "bold": True}, {"text": "b", "bold": True, "italic": True}],
    ),
    (
        "emphasis over a line end",
        "*a\nb*",
        [{"text": "a", "italic": True}, {"break": True}, {"text": "b", "italic": True}],
    ),
    (
        "a link",
        "see [docs](https://a.example/x)",
        [{"text": "see "}, {"text": "docs", "link": "https://a.example/x"}],
    ),
    (
        "a link with brackets in its address",
        "[x](https://a.example/b_(c))",
        [{"text": "x", "link": "https://a.example/b_(c)"}],
    ),
    (
        "bold words of a link",
        "[a **b**](tel:+841)",
        [{"text": "a ", "link": "tel:+841"}, {"text": "b", "bold": True, "link": "tel:+841"}],
    ),
    ("a bold link", "**[a](mailto:a@b.c)**", [{"text": "a", "bold": True, "link": "mailto:a@b.c"}]),
    (
        "a bare address, without the sentence's own marks",
        "(see https://a.example/b).",
        [{"text": "(see "}, {"text": "https://a.example/b", "link": "https://a.example/b"}, {"text": ")."}],
    ),
    ("a bare address that hides its host", "https://bank.example@evil.example", None),
    ("a bare scheme", "https://", None),
    ("an address within a word", "xhttps://a.example", None),
    ("a sum with blanks", "2 * 3 * 4", None),
    ("a mark without a partner", "**half", None),
    ("a mark closed by a shorter one", "**a* b", [{"text": "*"}, {"text": "a", "italic": True}, {"text": " b"}]),
    ("a row of stars", "*****", None),
    ("escaped marks", r"\*a\* \[b\]\(c\)", [{"text": "*a* [b](c)"}]),
    ("a backslash before anything else", r"C:\new", None),
    ("mark-up of other worlds", "<b>a</b> <script>alert(1)</script> &lt; <!-- -->", None),
    ("a link that may not be", "[a](javascript:alert(1))", None),
    ("a data link", "[a](data:text/html,x)", None),
    ("a page of the site", "[a](/pricing?x=1#y)", [{"text": "a", "link": "/pricing?x=1#y"}]),
    ("the home page of the site", "[a](/)", [{"text": "a", "link": "/"}]),
    ("another site in disguise", "[a](//evil.example)", None),
    ("a page named by half its address", "[a](pricing)", None),
    ("a link without words", "[ ](https://a.example)", None),
    ("a link over a line end", "[a\nb](c)", [{"text": "[a"}, {"break": True}, {"text": "b](c)"}]),
    ("other line ends", "a\r\nb\rc", [{"text": "a"}, {"break": True}, {"text": "b"}, {"break": True}, {"text": "c"}]),
    ("emoji with joiners", "👩‍👧 **Chào**", [{"text": "👩‍👧 "}, {"text": "Chào", "bold": True}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), [case[1:] for case in SPANS], ids=[case[0] for case in SPANS])
def test_a_text_becomes_these_spans(text: str, spans: Any) -> None:
    assert parse(text) == [{"type": "text", "spans": spans or [{"text": text}]}]


HASH = "0123456789abcdef" * 4
PICTURE = {"type": "image", "media": HASH, "width": 640, "height": 480, "alt": "A red mug"}


def test_a_picture_in_a_line_is_a_block_between_its_words() -> None:
    assert parse(f"Look: ![A red mug](media:{HASH} 640x480) nice") == [
        {"type": "text", "spans": [{"text": "Look:"}]},
        PICTURE,
        {"type": "text", "spans": [{"text": "nice"}]},
    ]


@pytest.mark.parametrize("source", ["https://a.example/x.png", "media:xyz 1x1", f"media:{HASH}", f"media:{HASH} 0x9"])
def test_only_pictures_that_are_kept_here_are_pictures(source: str) -> None:
    assert [block["type"] for block in parse(f"![a]({source})")] == ["text"]


def test_a_picture_says_what_it_shows() -> None:
    text = f"![](media:{HASH} 640x480)"
    assert [each.code for each in problems(f"Hi\n\n{text}")] == ["picture_words"]
    assert plain(parse(f"Hi ![A red mug](media:{HASH} 640x480)")) == "Hi\n\nA red mug"


def test_a_message_has_a_handful_of_pictures() -> None:
    assert [each.code for each in problems(f"![a](media:{HASH} 9x9)" * 7)] == ["picture_count"]


def test_an_empty_line_begins_a_new_block() -> None:
    assert parse("\n\na\n \n\t\nb\n") == [
        {"type": "text", "spans": [{"text": "a"}]},
        {"type": "text", "spans": [{"text": "b"}]},
    ]


def test_a_text_without_anything_has_no_blocks() -> None:
    assert parse(" \n\n ") == []


def test_emphasis_ends_with_its_paragraph() -> None:
    assert plain(parse("**a\n\nb**")) == "**a\n\nb**"


def test_a_visitors_words_are_taken_literally_but_for_addresses() -> None:
    assert literal("**a** [b](https://c.example) \\*") == [
        {
            "type": "text",
            "spans": [
                {"text": "**a** [b]("},
                {"text": "https://c.example", "link": "https://c.example"},
                {"text": ") \\*"},
            ],
        }
    ]


def test_the_plain_words_of_a_message_keep_its_lines() -> None:
    assert plain(parse("**Hi** [you](https://a.example)\nthere\n\nBye")) == "Hi you\nthere\n\nBye"


def test_plain_passes_over_blocks_it_does_not_know() -> None:
    assert plain([{"type": "picture", "hash": "x"}, {"type": "text"}, *parse("a")]) == "a"


def test_marks_that_turn_the_direction_of_text_are_left_out() -> None:
    assert plain(parse("call \u202a+84 1\u202c, not \u202eevil")) == "call +84 1, not evil"


PROBLEMS = [
    ("nothing", "", ["text_empty"]),
    ("blanks", " \n\t\u00a0\u3000", ["text_empty"]),
    ("joiners and fillers", "\u200b\u200d\u3164\ufe0f\u2800", ["text_empty"]),
    ("one emoji", "👍", []),
    ("the longest text", "x" * MAX_CAMPAIGN_TEXT, []),
    ("one character more", "x" * (MAX_CAMPAIGN_TEXT + 1), ["text_too_long"]),
    ("marks are not read", f"**{'x' * MAX_CAMPAIGN_TEXT}**", []),
    ("targets of links are not read", f"[{'x' * 400}](/{'y' * 1900}) " + "z" * 400, []),
    ("one character more within marks", f"**{'x' * (MAX_CAMPAIGN_TEXT + 1)}**", ["text_too_long"]),
    ("a null", "a\x00b", ["text_control"]),
    ("half a character", "a\ud83d", ["text_control"]),
    ("an escape sequence", "\x1b[31mred", ["text_control"]),
    ("tabs and line ends", "a\tb\r\nc", []),
    ("unbalanced marks", "**a *b [c](d", []),
    ("a script link", "[a](javascript:alert(1))", ["text_link"]),
    ("a link in other letters", "[a](JavaScript:alert(1))", ["text_link"]),
    ("the same bad link twice", "[a](x) [b](x)", ["text_link"]),
    ("two bad links", "[a](x) [b](y)", ["text_link", "text_link"]),
    ("a page of the site", "[a](/gifts)", []),
    ("another site in disguise", "[a](//evil.example)", ["text_link"]),
    ("another site in a browser's eyes", "[a](/\\evil.example)", ["text_link"]),
    ("a good link", "[a](https://shop.example/x?y=1#z)", []),
]


@pytest.mark.parametrize(("text", "codes"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS])
def test_a_text_that_can_not_be_sent_says_why(text: str, codes: Any) -> None:
    found = problems(text)
    assert [each.code for each in found] == codes
    assert all(each.message.endswith(".") and len(each.message) < 200 for each in found)


def test_a_visitor_may_type_what_would_be_a_bad_link() -> None:
    assert problems("[a](/x)", markup=False) == []


LINKS = [
    ("https://shop.example", True),
    ("HTTP://shop.example/a?b#c", True),
    ("mailto:ada@shop.example", True),
    ("tel:+84123", True),
    ("https:", False),
    ("https:///path", False),
    ("https://[::1", False),
    ("mailto:", False),
    ("tel://", False),
    ("shop.example", False),
    ("//shop.example", False),
    ("/pricing", True),
    ("/pricing?from=chat#plans", True),
    ("/", True),
    ("//evil.example", False),
    ("/\\evil.example", False),
    ("/\t/evil.example", False),
    ("", False),
    ("javascript:alert(1)", False),
    ("java\tscript:alert(1)", False),
    (" https://shop.example", False),
    ('https://shop.example/"onclick=', False),
    ("https:\\\\shop.example", False),
    ("file:///etc/passwd", False),
    ("data:text/html,<script>", False),
]


@pytest.mark.parametrize(("target", "allowed"), LINKS)
def test_links_lead_to_a_page_an_inbox_or_a_telephone(target: Any, allowed: Any) -> None:
    assert (link_problem(target) is None) is allowed


@pytest.mark.parametrize(
    ("target", "way_out"),
    [
        ("gifts", "Write /gifts for a page of the site, or https://… for another website."),
        ("about.html?a=1", "Write /about.html?a=1 for a page of the site"),
        ("brochure.pdf", "Write /brochure.pdf for a page of the site"),
        ("gifts/new?from=chat.x", "Write /gifts/new?from=chat.x for a page of the site"),
        ("shop.example/gifts", "Write https://shop.example/gifts for that website."),
        ("javascript:alert(1)", "Begin it with https://, mailto:, tel:, or / for a page of the site."),
    ],
)
def test_a_link_without_its_beginning_is_shown_how_to_be_written(target: str, way_out: str) -> None:
    assert way_out in (link_problem(target) or "")


@given(st.one_of(st.text(), st.text(alphabet="*[]()\\ \nahtps:/@.é\ud83d\u202e")))
def test_any_text_gives_blocks_that_a_widget_can_draw(text: str) -> None:
    for blocks in (parse(text), literal(text)):
        assert json.loads(json.dumps(blocks)) == blocks
        for block in blocks:
            assert block["type"] == "text"
            assert block["spans"]
            for span in block["spans"]:
                assert span == {"break": True} or span["text"]
                assert "link" not in span or link_problem(span["link"]) is None
    problems(text)


UNMARKED = st.characters(exclude_characters="*[]()\\:\u202a\u202b\u202c\u202d\u202e", exclude_categories=["Cs"])


@given(st.text(alphabet=UNMARKED))
def test_text_without_marks_says_exactly_what_was_typed(text: str) -> None:
    assert plain(parse(text)).split() == text.split()


@pytest.mark.parametrize(
    "piece", ["[x](", "*a", "**a ", "[", "\\", "[a](b", "https://", "*a**b", " \n", "[x](https://a.b)"]
)
def test_a_long_hostile_text_is_parsed_in_time_that_grows_with_its_length(piece: Any) -> None:
    text = piece * (200_000 // len(piece))  # a time that grows with the square would take an hour
    assert plain(parse(text)) is not None
    assert problems(text)[0].code == "text_too_long"


def test_what_a_browser_tells_is_stored_on_one_line_and_in_bounds() -> None:
    assert cleaned("  My\x00 page\n\ttitle \u202e", 50) == "My page title"
    assert cleaned("x" * 100, 10) == "x" * 10
