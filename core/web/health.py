"""`/healthz`: the process answers. `/readyz`: so does the database, its tables are current and the plans are read."""

from __future__ import annotations

from flask import Blueprint, Response

from core.web.parts import Parts
from core.web.problems import problem


def blueprint(parts: Parts) -> Blueprint:
    """The views, with the parts they need."""
    views = Blueprint("health", __name__)

    @views.get("/healthz")
    def healthz() -> Response:
        return _told("ok")

    @views.get("/readyz")
    def readyz() -> Response:
        pending = parts.storage.pending_migrations()
        if pending:
            names = ", ".join(pending)
            return problem(503, "migrations_pending", f"Migrations are missing: {names}. Run `smart-trigger migrate`.")
        parts.plans.ready_or_raise()
        return _told("ready")

    @views.after_request
    def finish(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    return views


def _told(word: str) -> Response:
    return Response(f"{word}\n", content_type="text/plain; charset=utf-8")
