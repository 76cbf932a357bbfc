"""Every page in a made-up language: nothing that hangs over the edge, no word that nobody can translate."""

from __future__ import annotations

from tests.browser.furnished import SIZES, Furnished
from tests.browser.looks.page_checks import HANGS_OVER, jumps, resize
from tests.browser.looks.untranslated import Vocabulary, data, unfold, untranslated


def test_in_a_made_up_language_that_reads_from_right_to_left_nothing_hangs_over_or_stays_english(
    demo: Furnished,
) -> None:
    """Its words are longer, too, and in foreign letters: what stays plain is not in the catalogue."""
    found: list[str] = []
    with demo.running.storage() as storage:
        vocabulary = Vocabulary(data(storage))
    with demo.reading("xr"), demo.admin("phone") as page:
        for name, path in demo.admin_pages().items():
            demo.go(page, path)
            assert page.evaluate("document.documentElement.dir") == "rtl", name
            found += jumps(page, f"{name} on a phone")
            unfold(page)
            for size in reversed([*SIZES]):
                resize(page, size)
                found += [f"{name} on a {size}: {each}" for each in page.evaluate(HANGS_OVER)]
            found += [f"{name}: “{each}” is in no catalogue" for each in untranslated(page, vocabulary)]
            resize(page, "phone")
    assert found == [], "\n".join(found)
