"""Plugins: how they are found, what is refused at start, and that their faults stay theirs."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import ClassVar

import pytest

from core import plugin_faults
from core.errors import PluginError
from core.happenings import VisitorReplied
from core.plugins import DEFAULT_PLUGINS, load_plugins
from core.rules import MISSING
from core.rules.value_type import ValueType
from core.settings import Settings
from core.visits import Location, Visit, Whereabouts
from smart_trigger import Channel, ConditionType, Date, Number, hookimpl

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
NUMBERS = itertools.count()
NOWHERE = Whereabouts(address="", headers={}, time_zone="")


class Mood(ConditionType):
    """How the visitor feels today."""

    key = "mood"
    label = "Mood"
    group = "Visitor"
    value: ValueType = Number()

    def observe(self, visit: Visit) -> object:
        return 7


class Broken(Mood):
    """Raises whenever it is asked."""

    key = "broken"

    def observe(self, visit: Visit) -> object:
        raise RuntimeError("no mood today")


def plugin(**hooks: Callable[..., object]) -> ModuleType:
    module = ModuleType(f"a_plugin_of_{'_'.join(hooks)}_{next(NUMBERS)}")
    for name, hook in hooks.items():
        setattr(module, name, hookimpl(hook))
    return module


def bringing(*types: ConditionType) -> ModuleType:
    def register_condition_types() -> list[ConditionType]:
        return list(types)

    return plugin(register_condition_types=register_condition_types)


def test_the_built_in_features_come_through_the_same_hooks_as_foreign_ones() -> None:
    registry = load_plugins(entry_points=False)
    assert set(registry.condition_types) >= {
        *("page_url", "referrer", "visits", "pages_in_visit", "device", "language", "country", "region", "city"),
        *("time_on_site", "time_on_page", "scroll_depth"),
    }
    assert set(registry.channels) == {"chat", "popup", "banner_top", "banner_foot"}
    assert {name for name, _ in registry.manager.list_name_plugin()} == set(DEFAULT_PLUGINS)


def test_every_browser_module_that_a_plugin_names_is_there() -> None:
    registry = load_plugins(entry_points=False)
    observed = {f"observers/{key}.js" for key, kind in registry.condition_types.items() if kind.browser}
    assert set(registry.browser_modules) == observed | {f"channels/{key}.js" for key in registry.channels}
    assert {"observers/time_on_page.js", "observers/element_number.js"} <= observed
    assert all(path.is_file() for path in registry.browser_modules.values())


def test_a_key_taken_twice_stops_the_start() -> None:
    with pytest.raises(PluginError) as caught:
        load_plugins((), extra=[bringing(Mood()), bringing(Mood())], entry_points=False)
    assert caught.value.code == "plugin_duplicate"


def test_a_misspelt_hook_stops_the_start() -> None:
    def register_condition_typos() -> list[ConditionType]:
        return []

    with pytest.raises(PluginError) as caught:
        load_plugins((), extra=[plugin(register_condition_typos=register_condition_typos)], entry_points=False)
    assert caught.value.code == "plugin_hook"


def test_a_plugin_that_cannot_be_imported_stops_the_start_with_its_name() -> None:
    with pytest.raises(PluginError, match="no_such_plugin"):
        load_plugins(["no_such_plugin"], entry_points=False)


class NoLabel(Mood):
    """A type without a label."""

    label = ""


class BadKey(Mood):
    """A type whose key is not a name."""

    key = "My Mood"


class Undocumented(Mood):
    __doc__ = None


class NoFile(Mood):
    """A type whose observer is not there."""

    observer: ClassVar[str | None] = "not_there.js"


class Unseeable(Mood):
    """A browser type of a value that the browser can't decide on."""

    value = Date()
    observer: ClassVar[str | None] = "not_there.js"


@pytest.mark.parametrize(
    ("condition_type", "code"),
    [
        (Unseeable(), "condition_type_observer"),
        (NoLabel(), "condition_type_incomplete"),
        (BadKey(), "condition_type_key"),
        (Undocumented(), "condition_type_undocumented"),
        (NoFile(), "plugin_module"),
    ],
)
def test_an_incomplete_condition_type_stops_the_start_with_what_is_missing(
    condition_type: ConditionType, code: str
) -> None:
    with pytest.raises(PluginError) as caught:
        load_plugins((), extra=[bringing(condition_type)], entry_points=False)
    assert caught.value.code == code


def test_a_channel_without_a_module_stops_the_start() -> None:
    class Smoke(Channel):
        """Smoke signals."""

        key = "smoke"
        label = "Smoke"
        module = ""

    def register_channels() -> list[Channel]:
        return [Smoke()]

    with pytest.raises(PluginError) as caught:
        load_plugins((), extra=[plugin(register_channels=register_channels)], entry_points=False)
    assert caught.value.code == "channel_incomplete"


def test_a_condition_that_raises_is_missing_and_counted_and_logged_once(
    a_visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    registry = load_plugins((), extra=[bringing(Broken(), Mood())], entry_points=False)
    assert [registry.observe("broken", a_visit) for _ in range(3)] == [MISSING] * 3
    assert registry.observe("mood", a_visit) == 7
    assert [(what, count) for (_, what), count in registry.faults.counts.items()] == [("broken", 3)]
    assert len([record for record in caplog.records if "broken" in record.message]) == 1


def test_what_goes_on_failing_is_logged_once_a_minute(
    a_visit: Visit, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 0.0
    monkeypatch.setattr(plugin_faults, "time", SimpleNamespace(monotonic=lambda: seconds))
    registry = load_plugins((), extra=[bringing(Broken())], entry_points=False)
    logged = []
    for seconds in (0.0, 59.9, 60.0, 100.0, 119.9, 120.0):  # noqa: B007 - it is what the clock says
        registry.observe("broken", a_visit)
        logged.append([record.getMessage().partition("broken, ")[2] for record in caplog.records])
    assert logged[-1] == [f"failed ({n} so far)" for n in (1, 3, 6)], "of each minute the first, with how many it were"
    assert [len(each) for each in logged] == [1, 1, 2, 2, 2, 3]


class Wordless(Exception):
    """Can't say what is wrong."""

    def __str__(self) -> str:
        raise RuntimeError("nor this")


@pytest.mark.parametrize("error", [Wordless(), SystemExit(3), BaseException("out of the ordinary")])
def test_whatever_a_plugin_raises_stays_with_it(
    a_visit: Visit, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise error

    heard: list[object] = []

    def visitor_replied(event: object) -> None:
        fails()

    def locate(whereabouts: Whereabouts) -> Location | None:
        raise error

    kind, hears = Mood(), plugin(visitor_replied=lambda event: heard.append(event))
    plugins = [bringing(kind), plugin(visitor_replied=visitor_replied, locate=locate), hears]
    registry = load_plugins((), extra=plugins, entry_points=False)
    monkeypatch.setattr(kind, "observe", fails)
    assert registry.see("mood", a_visit) is MISSING
    monkeypatch.setattr(kind, "names", fails)
    assert registry.names("mood", a_visit) == ()
    monkeypatch.setattr(kind, "value", type("Odd", (), {"observed": fails})())
    assert registry.observed("mood", 7) is MISSING
    assert registry.locate(NOWHERE, Settings()) is None
    registry.announce(VisitorReplied(at=NOW, site="shop", conversation="c", text="Hi", display="", page=""))
    assert len(heard) == 1
    assert sum(registry.faults.counts.values()) == 5


def test_who_ends_the_process_ends_it(a_visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Mood()
    registry = load_plugins((), extra=[bringing(kind)], entry_points=False)

    def fails(visit: Visit) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(kind, "observe", fails)
    with pytest.raises(KeyboardInterrupt):
        registry.see("mood", a_visit)


def test_a_condition_type_that_went_away_is_missing(a_visit: Visit) -> None:
    assert load_plugins((), entry_points=False).observe("gone", a_visit) is MISSING


def test_a_locator_that_raises_is_passed_over() -> None:
    def locate(whereabouts: Whereabouts, settings: Settings) -> Location | None:
        raise OSError("the file is broken")

    def locate_well(whereabouts: Whereabouts) -> Location | None:
        return Location(country="VN")

    good, bad = ModuleType("good"), ModuleType("bad")
    good.locate = hookimpl(locate_well)  # type: ignore[attr-defined]
    bad.locate = hookimpl(locate)  # type: ignore[attr-defined]
    registry = load_plugins((), extra=[good, bad], entry_points=False)
    assert registry.locate(NOWHERE, Settings()) == Location(country="VN")
    assert sum(registry.faults.counts.values()) == 1


RAIN = (
    '"""A foreign plugin."""\n'
    "from smart_trigger import ConditionType, Number, hookimpl\n"
    "class Rain(ConditionType):\n"
    '    """How much it rains."""\n'
    '    key = "rain"; label = "Rain"; group = "Weather"; value = Number()\n'
    "    def observe(self, visit): return 1\n"
    "@hookimpl\n"
    "def register_condition_types(): return [Rain()]\n"
)


def test_files_of_a_folder_are_plugins(tmp_path: Path) -> None:
    (tmp_path / "rain.py").write_text(RAIN)
    (tmp_path / "_notes.py").write_text("raise RuntimeError")
    registry = load_plugins((), folder=tmp_path, entry_points=False)
    assert set(registry.condition_types) == {"rain"}
    assert [name for name, _ in registry.manager.list_name_plugin()] == ["rain.py"]


@pytest.mark.parametrize(
    ("words", "said"), [("1 / 0", "ZeroDivisionError"), ("def", "SyntaxError"), ("import nope", "nope")]
)
def test_a_file_that_cannot_be_loaded_stops_the_start_with_its_name(tmp_path: Path, words: str, said: str) -> None:
    (tmp_path / "broken.py").write_text(words)
    with pytest.raises(PluginError, match=rf"broken\.py.*{said}"):
        load_plugins((), folder=tmp_path, entry_points=False)


def test_a_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="not there"):
        load_plugins((), folder=tmp_path / "gone", entry_points=False)


def test_a_package_brings_conditions_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weather_plugin.py").write_text(RAIN)
    info = tmp_path / "weather_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: weather-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[smart_trigger]\nweather = weather_plugin\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "rain" in load_plugins(()).condition_types
    monkeypatch.delitem(sys.modules, "weather_plugin")
