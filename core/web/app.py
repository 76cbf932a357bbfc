"""The Flask application behind everything that a visitor's browser talks to."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from core.web import boot, claim, events, files, health, messages, poll
from core.web.parts import Parts
from core.web.problems import configure_problems
from core.web.wire import configure_wire


def create_app(parts: Parts) -> Flask:
    """The application, with the parts it works with; it keeps no session and sets no cookie."""
    app = Flask("smart_trigger", static_folder=None, template_folder=None)
    configure_proxies(app, parts.settings.trusted_proxies)
    configure_wire(app)
    configure_problems(app)
    configure_views(app, parts)
    return app


def configure_proxies(app: Flask, trusted: int) -> None:
    """Believe the address and scheme that the operator's own proxies tell, and nobody else's."""
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)  # type: ignore[method-assign]


def configure_views(app: Flask, parts: Parts) -> None:
    """The visitor API and the files that browsers load."""
    for views in (boot, claim, events, messages, poll, files, health):
        app.register_blueprint(views.blueprint(parts))
