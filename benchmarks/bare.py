"""The yardstick of the boot rate: a Flask application that reads the body and answers JSON, on the product's server."""

from __future__ import annotations

import sys

from a2wsgi import WSGIMiddleware
from flask import Flask, request

from cli.children import serve_asgi
from core.web.asgi import THREADS

ANSWER_BYTES = 1000
"""About as many as boot answers with."""


def create_bare() -> WSGIMiddleware:
    app = Flask(__name__)

    @app.post("/v1/boot")
    def boot() -> dict[str, str]:
        return {"site": request.get_json(force=True)["site"], "padding": "." * ANSWER_BYTES}

    return WSGIMiddleware(app, workers=THREADS)  # type: ignore[arg-type]  # its own types


if __name__ == "__main__":
    serve_asgi(create_bare(), "127.0.0.1", int(sys.argv[1]), "bare Flask", None)
