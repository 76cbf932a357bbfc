"""What an editor shows is kept as mark-up, and read again it is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import Block, parse, write

WORDS = st.one_of(
    st.text(st.sampled_from("ab *[]()\\_!é👋\u00a0{}"), min_size=1, max_size=4),
    st.sampled_from(["{{ a }}", "{{", "}}", "{{a*b*}}", "{ {{ a }}", "{{ [x](y) }}", "{{{ b }}"]),
)
SPANS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"text": WORDS},
            optional={
                "bold": st.just(True),
                "italic": st.just(True),
                "link": st.sampled_from(["https://a.example/x", "/gifts", "tel:+841"]),
            },
        ),
        st.fixed_dictionaries(
            {"tag": st.sampled_from(["visitor.name", 'site.name | default: "*a* [b](c)"', "a\\"])},
            optional={"bold": st.just(True), "link": st.just("/gifts")},
        ),
        st.just({"break": True}),
    ),
    min_size=1,
    max_size=8,
)


def letters(blocks: list[Any]) -> list[tuple[object, ...]]:
    """Every letter that can be seen, with its style and block; blanks and new lines without theirs."""
    found: list[tuple[object, ...]] = []
    for block in blocks:
        for span in block["spans"]:
            style = (bool(span.get("bold")), bool(span.get("italic")), span.get("link", ""))
            said = f"{{{{{span['tag']}}}}}" if "tag" in span else span.get("text", "")
            found += [(each, *style) for each in said if not each.isspace()]
    return found


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([{"text": "Hi "}, {"text": "you", "bold": True}, {"text": "!"}], "Hi **you**!"),
        ([{"text": "so ", "bold": True}, {"text": "said"}], "**so** said"),
        ([{"text": "2 * 3 [x] \\"}], r"2 \* 3 \[x\] \\"),
        ([{"text": "a", "link": "/gifts"}, {"break": True}, {"text": "b"}], "[a](/gifts)\nb"),
        ([{"text": "x", "link": "https://a.example/(b)"}], "[x](https://a.example/%28b%29)"),
        ([{"text": "a", "bold": True, "italic": True}, {"text": "b", "italic": True}], "***a**b*"),
        ([{"text": "a", "italic": True}, {"text": "b", "bold": True}], "*a*\u2060**b**"),
        ([{"text": "Hi "}, {"tag": "visitor.name", "bold": True}], "Hi **{{ visitor.name }}**"),
        ([{"tag": 'site.name | default: "*"'}], '{{ site.name | default: "*" }}'),
        ([{"text": "{{ a }} {{ b"}], r"{{ a }} \{{ b"),
        ([{"text": "{{ a"}, {"text": " }}", "bold": True}], r"\{{ a **}}**"),
        ([{"text": "Hi "}], "Hi "),
    ],
)
def test_spans_are_written_as_people_would(spans: Any, text: str) -> None:
    assert write([{"type": "text", "spans": spans}]) == text
    assert letters(list(parse(text))) == letters([{"spans": spans}]) or "%28" in text


@given(SPANS)
def test_what_is_written_reads_the_same(spans: Any) -> None:
    blocks = [{"type": "text", "spans": spans}]
    linked = [span for span in spans if "tag" in span or not (span.get("link") and not span["text"].strip())]
    assert letters(list(parse(write(blocks)))) == letters([{"spans": linked}])


@pytest.mark.parametrize(
    "spans",
    [
        [{"text": "Hi "}],
        [{"text": "Hi\u00a0 "}],
        [{"text": "Hi", "bold": True}, {"text": " "}],
        [{"text": "Hi "}, {"tag": "visitor.name"}],
        [{"text": "Hi "}, {"tag": "visitor.name", "bold": True}, {"text": " "}],
        [{"tag": "visitor.name"}, {"text": " "}, {"tag": "site.name"}],
        [{"text": "Hi"}, {"break": True}, {"text": "you "}],
        [{"text": "Hi "}, {"break": True}, {"text": "you"}],
    ],
)
def test_blanks_stay_where_they_were_typed_at_the_end_too(spans: Any) -> None:
    """Whoever leaves the step behind "Hi " and comes back to insert a tag finds the blank."""
    blocks: list[Block] = [{"type": "text", "spans": spans}, {"type": "text", "spans": [{"text": "Next "}]}]
    assert parse(write(blocks)) == blocks


@given(SPANS)
def test_writing_again_changes_nothing(spans: Any) -> None:
    once = write(parse(write([{"type": "text", "spans": spans}])))
    assert write(parse(once)) == once


@given(st.text(st.sampled_from("ab []()\\*!é"), max_size=6))
def test_a_picture_is_a_block_of_its_own(words: str) -> None:
    picture: Block = {"type": "image", "media": "0f" * 32, "width": 640, "height": 48, "alt": " ".join(words.split())}
    text: Block = {"type": "text", "spans": [{"text": "a"}]}
    blocks: list[Block] = [text, picture, text]
    assert parse(write(blocks)) == blocks


def test_blocks_are_paragraphs_and_what_is_no_text_is_passed_over() -> None:
    blocks: list[Block] = [*parse("a"), {"type": "new"}, *parse("b")]
    assert write(blocks) == "a\n\nb"
