"""`smart-trigger export` and `import`, as an operator types them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli.main import main
from core import campaigns, sites, team
from core.campaigns.drafts import Draft
from core.campaigns.listing import Wanted, list_campaigns
from core.plugins import load_plugins
from core.settings import Settings
from core.storage import Storage


class Terminal:
    """Somebody at a terminal, with a data folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.settings = Settings(data_dir=folder / "data")
        self.folder = folder
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def type(self, *words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        """Run a command; returns exit code, output and errors."""
        self._monkeypatch.setattr(sys, "argv", ["smart-trigger", *words, "--data", str(self.settings.data_dir)])
        self._monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    @contextmanager
    def storage(self) -> Iterator[Storage]:
        """The data, while no command has it: one storage is open at a time."""
        opened = Storage.open(self.settings)
        opened.migrate()
        yield opened
        opened.close()

    def add_site(self, name: str) -> int:
        with self.storage() as storage:
            return sites.add_site(storage, sites.SiteSettings(name)).id

    def names(self, site_id: int) -> list[str]:
        """The campaigns of a site."""
        with self.storage() as storage:
            return [each.name for each in list_campaigns(storage, load_plugins(), Wanted(site_id=site_id)).rows]


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, monkeypatch, capsys)


@pytest.fixture
def shop(terminal: Terminal) -> int:
    """A site with two campaigns of Ada's."""
    site = terminal.add_site("shop.example")
    with terminal.storage() as storage:
        ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner").id
        for name in ("Welcome", "Farewell"):
            draft = Draft(name=name, sender=ada, recipient=f"agent:{ada}", text="Hi\nthere")
            campaigns.create(storage, site_id=site, agent_id=ada, draft=draft)
    return site


def test_all_campaigns_or_those_named_are_exported(terminal: Terminal, shop: int) -> None:
    code, out, _ = terminal.type("export")
    assert code == 0
    assert [each["name"] for each in json.loads(out)["campaigns"]] == ["Welcome", "Farewell"]
    _, out, _ = terminal.type("export", "--campaign", "Farewell")
    assert [each["name"] for each in json.loads(out)["campaigns"]] == ["Farewell"]


def test_what_is_exported_to_a_file_comes_into_another_site(terminal: Terminal, shop: int) -> None:
    outlet = terminal.add_site("outlet.example")
    file = str(terminal.folder / "campaigns.json")
    assert terminal.type("export", "--site", "shop.example", "--output", file) == (0, "", "")
    code, out, _ = terminal.type("import", file, "--site", "outlet.example", "--dry-run")
    assert (code, terminal.names(outlet)) == (0, [])
    assert out.startswith("This would import into outlet.example: 2 new\n+ Welcome\n    Sent from: Ada\n")
    assert "    Message content: Hi\n                     there\n" in out
    code, out, _ = terminal.type("import", file, "--site", "outlet.example")
    assert (code, terminal.names(outlet)) == (0, ["Welcome", "Farewell"])
    assert out.startswith("Imported into outlet.example: 2 new\n")
    _, out, _ = terminal.type("import", file, "--site", "outlet.example")
    assert out == "Imported into outlet.example: 2 unchanged\n= Welcome\n= Farewell\n"


def test_a_change_is_told_field_by_field(terminal: Terminal, shop: int) -> None:
    data = json.loads(terminal.type("export")[1])
    data["campaigns"][0] |= {"text": "", "frequency": "multiple"}
    code, out, _ = terminal.type("import", "-", "--dry-run", stdin=json.dumps(data).encode())
    assert code == 0
    assert out == (
        "This would import into shop.example: 1 changed, 1 unchanged\n"
        "~ Welcome\n"
        "    Message content\n"
        "      - Hi\n"
        "        there\n"
        "      + Not chosen yet\n"
        "    How often\n"
        "      - Send once\n"
        "      + Send multiple times\n"
        "    To mend before it can be activated: The message is empty. Type what it should say.\n"
        "= Farewell\n"
    )


def test_a_bad_file_is_refused_with_a_list_and_exit_code_1(terminal: Terminal, shop: int) -> None:
    data: dict[str, Any] = json.loads(terminal.type("export")[1])
    data["campaigns"].append({"name": "Third", "sender": "cy@shop.example", "frequency": "daily"})
    for more in ((), ("--dry-run",)):
        code, out, err = terminal.type("import", "-", *more, stdin=json.dumps(data).encode())
        assert (code, out) == (1, "")
        assert err == (
            "The file can't be imported, and nothing was:\n"
            "  “Third”, Sent from: Nobody here has the address cy@shop.example. Add them, or name another.\n"
            "  “Third”, How often: Choose Send once or Send multiple times.\n"
        )
    assert terminal.names(shop) == ["Welcome", "Farewell"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("export", "--site", "nowhere.example"), 1, "There is no site “nowhere.example”. There is: shop.example."),
        (("export", "--campaign", "Third"), 1, "There is no campaign “Third” on shop.example."),
        (("import", "nowhere.json"), 2, "No such file or directory"),
        (("import",), 2, "Missing argument"),
    ],
)
def test_what_is_not_there_is_said(
    terminal: Terminal, shop: int, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ended, out, err = terminal.type(*words)
    assert (ended, out) == (code, "")
    assert sentence in err


def test_several_sites_have_to_be_told_apart(terminal: Terminal, shop: int) -> None:
    terminal.add_site("outlet.example")
    _, _, err = terminal.type("export")
    assert err == "smart-trigger: There are several sites: outlet.example, shop.example. Say which with --site.\n"


def test_an_installation_without_site_or_campaign_says_so(terminal: Terminal) -> None:
    terminal.type("migrate")
    assert "There is no site yet" in terminal.type("export")[2]
    terminal.add_site("outlet.example")
    assert "There is no campaign on outlet.example yet" in terminal.type("export")[2]


def test_an_old_database_is_brought_up_to_date_first(terminal: Terminal) -> None:
    opened = Storage.open(terminal.settings)
    newest = opened.migrate()[-1]
    with opened.reading_log():
        opened.log.execute_sql("DELETE FROM migration_log WHERE name = ?", (newest,))
    opened.close()
    assert "Run `smart-trigger migrate` first" in terminal.type("export")[2]
