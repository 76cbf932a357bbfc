"""What tests of boot share."""

from __future__ import annotations

from typing import Any


def shown(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]
