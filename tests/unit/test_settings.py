"""Settings: where they come from and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.settings import FILE_NAME, Settings


def test_environment_beats_file_and_file_beats_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE_NAME).write_text("port = 9000\nretain_page_views_days = 7\n")
    monkeypatch.setenv("SMART_TRIGGER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SMART_TRIGGER_PORT", "9100")
    settings = Settings()
    assert (settings.port, settings.retain_page_views_days, settings.trusted_proxies) == (9100, 7, 0)


def test_the_addresses_follow_host_and_port_unless_they_are_given(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path, port=8100).admin_address == "http://127.0.0.1:8101"
    assert Settings(data_dir=tmp_path, public_url="https://chat.example/").public_address == "https://chat.example"


@pytest.mark.parametrize(
    "given",
    [
        {"port": 0},
        {"port": "many"},
        {"database_url": "mysql://x"},
        {"public_url": "chat.example"},
        {"retain_page_views_days": 0},
        {"no_such_setting": 1},
    ],
)
def test_a_setting_that_cannot_be_taken_is_refused_by_name(given: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=next(iter(given))):
        Settings(data_dir=tmp_path, **given)  # type: ignore[arg-type]


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
