"""The files that browsers load: made small and compressed once at start, under one hash of them all."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

import brotli

from core.web.bundles import bundled
from core.web.javascript import minified, refuse_nested_templates

WIDGET: Final = Path(__file__).parents[2] / "widget"
"""Where the browser's own files are; plugins bring theirs."""
CONTENT_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".svg": "image/svg+xml",
        ".json": "application/json",
    }
)
LOADER: Final = "loader.js"
KEPT_RELEASES: Final = 3
"""How many releases stay on disk; all but the current one are there for pages that were opened before the update."""
ABANDONED_SECONDS: Final = 3600
"""Nobody takes that long to write a release down."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, in each way that it can be sent."""

    content_type: str
    plain: bytes
    brotli: bytes
    gzip: bytes
    etag: str

    @classmethod
    def of(cls, name: str, data: bytes) -> Asset:
        """Compress a file as well as can be."""
        return cls(
            CONTENT_TYPES[PurePosixPath(name).suffix],
            data,
            brotli.compress(data, mode=brotli.MODE_TEXT),
            gzip.compress(data, mtime=0),
            hashlib.sha256(data).hexdigest()[:20],
        )


@dataclass(frozen=True)
class Assets:
    """All files of this release and those before."""

    hash: str
    loader: Asset
    files: Mapping[str, Asset]
    """By "HASH/PATH", such as "0a1b…/observers/time_on_page.js"."""

    @property
    def base(self) -> str:
        """Where this release's files are, as boot tells it."""
        return f"/assets/{self.hash}/"

    def get(self, path: str) -> Asset | None:
        """A file of this release by its path, such as "preview.html"."""
        return self.files.get(f"{self.hash}/{path}")


def build_assets(widget: Path, browser_modules: Mapping[str, Path], kept: Path | None = None) -> Assets:
    """Build everything below `widget` and the plugins' modules; releases before are read from the folder `kept`.

    Raises SmartTriggerError, naming file and line, for JavaScript that the minifier would spoil.
    """
    sources = {
        path.relative_to(widget).as_posix(): path
        for path in sorted(widget.rglob("*"))
        if path.suffix in CONTENT_TYPES and path.is_file()
    }
    sources |= browser_modules
    modules = {name: path.read_text(encoding="utf-8") for name, path in sources.items() if path.suffix == ".js"}
    built = {
        name: _built(name, modules) if name in modules else path.read_bytes() for name, path in sorted(sources.items())
    }
    loader = Asset.of(LOADER, built.pop(LOADER))
    release = _hash(built)
    files = {f"{release}/{name}": Asset.of(name, data) for name, data in built.items()}
    if kept is not None:
        _keep(kept / release, built)
        files |= _read_others(kept, release)
    return Assets(release, loader, MappingProxyType(files))


def _built(name: str, modules: Mapping[str, str]) -> bytes:
    """A browser module with what it imports, made small."""
    refuse_nested_templates(modules[name], name)
    return minified(bundled(name, modules), name).encode()


def _hash(files: Mapping[str, bytes]) -> str:
    summed = hashlib.sha256()
    for name, data in files.items():
        summed.update(f"{name}\0{len(data)}\0".encode())
        summed.update(data)
    return summed.hexdigest()[:16]


def _keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a release down for the one after it; it appears whole or not at all."""
    if folder.is_dir():
        os.utime(folder)
        return
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        for name, data in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not folder.is_dir():
            raise


def _read_others(kept: Path, release: str) -> dict[str, Asset]:
    """The files of the newest releases but this one; older ones are deleted, and what a kill -9 left half written."""
    for draft in kept.glob(".*"):
        with suppress(FileNotFoundError):  # another that starts at once takes them away, too
            if time.time() - draft.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(draft, ignore_errors=True)
    releases = sorted(
        (each for each in kept.iterdir() if each.is_dir() and not each.name.startswith(".")),
        key=lambda each: each.stat().st_mtime,
        reverse=True,
    )
    others = [each for each in releases if each.name != release]
    for outdated in others[KEPT_RELEASES - 1 :]:
        shutil.rmtree(outdated, ignore_errors=True)
    found = {}
    for folder in others[: KEPT_RELEASES - 1]:
        for path in folder.rglob("*"):
            if path.suffix in CONTENT_TYPES and path.is_file():
                name = path.relative_to(folder).as_posix()
                found[f"{folder.name}/{name}"] = Asset.of(name, path.read_bytes())
    return found
