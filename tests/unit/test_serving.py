"""What stands before serving: settings, lock and ports, each refused with one sentence that says what to do."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from cli.lock import only_one, running_port
from cli.ports import close_all, listen, listen_all, main
from cli.settings import as_environment, load_settings
from core.errors import Conflict, InvalidInput, SmartTriggerError
from core.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(taken: int) -> None:
    with pytest.raises(
        SmartTriggerError, match=rf"Port {taken} on 127\.0\.0\.1 is in use, and the admin needs it.*--port"
    ):
        listen("127.0.0.1", taken, "admin")


def test_when_one_port_is_taken_none_is_kept(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with pytest.raises(SmartTriggerError):
        listen_all("127.0.0.1", {"public server": free, "admin": taken})
    close_all(listen_all("127.0.0.1", {"public server": free}).values())


def test_the_ports_can_be_asked_for_before_anything_is_installed(
    taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["127.0.0.1", str(taken)]) == 1
    assert f"Port {taken} on 127.0.0.1 is in use" in capsys.readouterr().err
    program = "import sys; sys.path.insert(0, sys.argv[1]); import cli.ports"
    bare = [sys.executable, "-I", "-S", "-c", program, str(ROOT)]  # -S: without the libraries that are installed
    subprocess.run(bare, capture_output=True, text=True, check=True)


def test_a_second_serve_on_the_same_data_is_refused(tmp_path: Path) -> None:
    refusal = pytest.raises(Conflict, match=rf"process {os.getpid()}.*{tmp_path}.*--data")
    with only_one(tmp_path, 8000), refusal, only_one(tmp_path, 8000):
        pass


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path, 8000):
            assert running_port(tmp_path) == 8000
    assert running_port(tmp_path) is None
    assert running_port(tmp_path / "elsewhere") is None


def test_who_was_killed_is_told_from_who_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path, 8000) as last_was_killed:
            assert not last_was_killed
    (tmp_path / "serve.lock").write_text("4711\n8000\n")
    with only_one(tmp_path, 8000) as last_was_killed:
        assert last_was_killed


def test_a_port_that_is_left_soon_is_waited_for_if_wanted() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        Timer(0.1, holder.close).start()
        close_all(listen_all("127.0.0.1", {"admin": port}, patience_seconds=10).values())


@pytest.mark.parametrize("told", ["", "4711"])
def test_a_lock_that_tells_no_port_is_no_harm(tmp_path: Path, told: str) -> None:
    """It was just taken, or by a release that told its process alone."""
    with only_one(tmp_path, 8000):
        (tmp_path / "serve.lock").write_text(told)
        assert running_port(tmp_path) is None


def test_asking_for_the_port_keeps_nobody_from_starting(tmp_path: Path) -> None:
    with only_one(tmp_path, 8000):
        pass
    with (tmp_path / "serve.lock").open() as asked:
        fcntl.flock(asked, fcntl.LOCK_SH)
        Timer(0.05, asked.close).start()
        with only_one(tmp_path, 8001):
            assert running_port(tmp_path) == 8001


def test_child_processes_get_the_very_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = load_settings({"data_dir": tmp_path, "port": 9100, "host": None})
    assert given.port == 9100
    assert given.host == "127.0.0.1"
    for name, value in as_environment(given).items():
        monkeypatch.setenv(name, value)
    assert Settings() == given


def test_the_data_folder_is_absolute_so_that_children_agree_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings({"data_dir": Path("here")}).data_dir == tmp_path / "here"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SMART_TRIGGER_PORT", "eighty", "SMART_TRIGGER_PORT: input should be a valid integer"),
        ("SMART_TRIGGER_PUBLIC_URL", "shop.example", "SMART_TRIGGER_PUBLIC_URL: must begin with http"),
        ("SMART_TRIGGER_DATABASE_URL", "mysql://x", "SMART_TRIGGER_DATABASE_URL: must begin with postgresql"),
    ],
)
def test_a_wrong_setting_is_named_as_the_operator_wrote_it(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidInput, match=sentence):
        load_settings({})


def test_a_broken_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "smart-trigger.toml").write_text("port = ")
    with pytest.raises(InvalidInput, match=r"smart-trigger\.toml in the data folder is not TOML"):
        load_settings({"data_dir": tmp_path})


def test_a_settings_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "smart-trigger.toml").write_text("port = 8100", encoding="utf-16")
    with pytest.raises(InvalidInput, match=r"smart-trigger\.toml in the data folder is no text in UTF-8"):
        load_settings({"data_dir": tmp_path})
