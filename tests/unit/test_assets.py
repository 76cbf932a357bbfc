"""Assets: small, compressed once, kept for pages that were opened before an update."""

from __future__ import annotations

import errno
import gzip
import os
from pathlib import Path
from unittest.mock import Mock

import brotli
import pytest

from core.errors import SmartTriggerError
from core.plugins import load_plugins
from core.web.assets import KEPT_RELEASES, WIDGET, build_assets
from core.web.javascript import minified, refuse_nested_templates


@pytest.fixture
def widget(tmp_path: Path) -> Path:
    folder = tmp_path / "widget"
    folder.mkdir()
    (folder / "loader.js").write_text("// loads\nconst  answer = 42;\n")
    (folder / "rules.js").write_text("/* rules */ export const  rules = 1;\n")
    (folder / "preview.html").write_text("<!doctype html>\n<title>é</title>\n")
    (folder / "notes.txt").write_text("for developers")
    return folder


def test_every_file_of_the_product_can_be_built() -> None:
    assets = build_assets(WIDGET, load_plugins(entry_points=False).browser_modules)
    names = {name.partition("/")[2] for name in assets.files}
    assert {"rules.js", "observers/time_on_page.js", "observers/time_on_site.js", "channels/chat.js"} <= names
    assert "loader.js" not in names
    for asset in (assets.loader, *assets.files.values()):
        assert brotli.decompress(asset.brotli) == gzip.decompress(asset.gzip) == asset.plain


def test_files_are_minified_and_named_by_one_hash_of_all(widget: Path) -> None:
    module = widget.parent / "chat.js"
    module.write_text("export const  chat = 1;")
    assets = build_assets(widget, {"channels/chat.js": module})
    assert set(assets.files) == {f"{assets.hash}/{name}" for name in ("rules.js", "preview.html", "channels/chat.js")}
    rules, page = assets.get("rules.js"), assets.get("preview.html")
    assert rules is not None
    assert page is not None
    assert rules.plain == b"export const rules=1;"
    assert rules.content_type == "text/javascript; charset=utf-8"
    assert page.plain.decode() == "<!doctype html>\n<title>é</title>\n"
    assert assets.base == f"/assets/{assets.hash}/"
    module.write_text("export const  chat = 2;")
    assert build_assets(widget, {"channels/chat.js": module}).hash != assets.hash


def test_a_change_of_the_loader_alone_makes_no_new_release(widget: Path) -> None:
    before = build_assets(widget, {})
    (widget / "loader.js").write_text("const answer = 43;\n")
    after = build_assets(widget, {})
    assert after.hash == before.hash
    assert after.loader.etag != before.loader.etag


def test_nothing_half_written_stays_where_the_disk_is_full(
    widget: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "assets"
    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", Mock(side_effect=[1, OSError(errno.ENOSPC, "No space left on device")]))
        with pytest.raises(OSError, match="No space left"):
            build_assets(widget, {}, kept)
    assert list(kept.iterdir()) == []


def test_what_a_killed_start_left_half_written_goes(widget: Path, tmp_path: Path) -> None:
    kept = tmp_path / "assets"
    killed, at_work = kept / ".0a1b.4711", kept / ".0a1b.4712"
    for draft in (killed, at_work):
        (draft / "observers").mkdir(parents=True)
    os.utime(killed, (1, 1))
    release = build_assets(widget, {}, kept).hash
    assert sorted(path.name for path in kept.iterdir()) == sorted([release, at_work.name])


def test_releases_before_stay_available_and_old_ones_go(widget: Path, tmp_path: Path) -> None:
    kept, hashes = tmp_path / "data" / "assets", []
    for number in range(KEPT_RELEASES + 2):
        (widget / "rules.js").write_text(f"export const rules = {number};")
        hashes.append(build_assets(widget, {}, kept).hash)
        os.utime(kept / hashes[-1], (number, number))
    assets = build_assets(widget, {}, kept)
    assert sorted(path.name for path in kept.iterdir()) == sorted(hashes[-KEPT_RELEASES:])
    for number, release in enumerate(hashes):
        found = assets.files.get(f"{release}/rules.js")
        if number >= len(hashes) - KEPT_RELEASES:
            assert found is not None
            assert found.plain.decode() == f"export const rules={number};"
        else:
            assert found is None


# -- what the minifier would spoil ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "const a = `x`;",
        "const a = `x ${b} y ${c}`;",
        "const a = `x ${f({ b: 1 })} y`;",
        "const a = `x ${f('`')} y`;",
        'const a = `x ${f("`")} y`;',
        "const a = `x ${/* ` */ b} y`;",
        r"const a = `x \` \${ ${b}`; const c = `d`;",
        "// it's `a` comment\nconst a = `b`;",
        "const quotes = /['\"`]/g; const a = `${b}`;",
        "const half = a / b; const other = c / `${d}`.length;",
        "const a = `x ${{ b: { c: 1 } }.b.c} y`;",
        "const don = 'don\\'t'; const a = `${b}`;",
        "return /`/.test(a) ? `${b}` : c;",
    ],
)
def test_template_literals_side_by_side_are_fine(source: str) -> None:
    refuse_nested_templates(source, "a.js")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("const a = `x ${`y`} z`;", 1),
        ("const a = `x ${b ? `y ${c}` : ''} z`;", 1),
        ("const a = 1;\n\nconst b = `x\n${f({ c: `d` })}`;", 4),
        ("const a = `b`;\nconst c = `${d.map((e) => {\n return `f`; })}`;", 3),
    ],
)
def test_a_nested_template_literal_is_refused_with_file_and_line(source: str, line: int) -> None:
    with pytest.raises(SmartTriggerError, match=rf"chat\.js, line {line}: ") as refused:
        minified(source, "chat.js")
    assert refused.value.code == "template_nested"
