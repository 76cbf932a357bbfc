"""Modules are put together where that is safe, and left alone where it isn't."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.plugins import load_plugins
from core.web.assets import build_assets
from core.web.bundles import bundled

WIDGET = Path(__file__).parents[2] / "widget"
LEAF = "export const one = 1;\nexport function two() {\n  return 2;\n}\n"


def test_what_is_imported_comes_first_and_once() -> None:
    sources = {
        "a.js": 'import { one } from "./parts/leaf.js";\nimport {\n  b,\n} from "./b.js";\nexport const a = one + b;\n',
        "b.js": 'import { two } from "./parts/leaf.js";\nexport const b = two();\n',
        "parts/leaf.js": LEAF,
    }
    text = bundled("a.js", sources)
    assert "import" not in text
    assert text.index("const one") < text.index("const b") < text.index("export const a")
    assert text.count("const one") == 1
    assert re.findall(r"^export", text, re.MULTILINE) == ["export"]


@pytest.mark.parametrize(
    ("reason", "source", "imported"),
    [
        ("an alias", 'import { one as uno } from "./leaf.js";\n', LEAF),
        ("a default import", 'import one from "./leaf.js";\n', LEAF),
        ("a namespace", 'import * as all from "./leaf.js";\n', LEAF),
        ("an address", 'import { one } from "https://example.com/leaf.js";\n', LEAF),
        ("a file that is not there", 'import { one } from "./other.js";\n', LEAF),
        ("a default export in what is imported", 'import { one } from "./leaf.js";\n', LEAF + "export default 3;\n"),
        ("a re-export", 'import { one } from "./leaf.js";\n', LEAF + 'export { x } from "./x.js";\n'),
        ("one name twice", 'import { one } from "./leaf.js";\nconst one = 2;\n', LEAF),
        ("one name twice, in a pattern", 'import { two } from "./leaf.js";\nconst { one, other } = two();\n', LEAF),
        ("a circle", 'import { one } from "./leaf.js";\n', 'import { a } from "./a.js";\n' + LEAF),
        ("nothing imported", "export const a = 1;\n", LEAF),
    ],
    ids=lambda value: value if " " in value and "\n" not in value else "",
)
def test_a_module_is_left_as_it_is_where_texts_can_not_be_put_together(reason: str, source: str, imported: str) -> None:
    assert bundled("a.js", {"a.js": source, "leaf.js": imported}) == source, reason


def test_every_stage_of_the_widget_is_one_file() -> None:
    assets = build_assets(WIDGET, load_plugins(entry_points=False).browser_modules)
    for name in ("evaluator.js", "host.js", "conversation.js", "window.js", "channels/chat.js", "preview.js"):
        asset = assets.get(name)
        assert asset
        assert not re.search(rb"^import\s*\{", asset.plain, re.MULTILINE), name
