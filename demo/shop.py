"""The demo shop: somebody else's website, which knows nothing of the product but the public snippet."""

from __future__ import annotations

from flask import Flask, Response, abort, render_template

from demo import catalogue
from demo.site import SHOP_NAME

STUDIO_STEPS = ("shape", "colour", "initials", "review")


def create_shop(*, public_address: str, site_key: str) -> Flask:
    """The shop as a WSGI application. `public_address`: where the widget is loaded from, no slash at the end."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        shop_name=SHOP_NAME,
        collections=catalogue.COLLECTIONS,
        widget_address=f"{public_address}/widget.js",
        site_key=site_key,
        tote=catalogue.STUDIO_TOTE,
    )
    _add_pages(app)
    policy = _content_security_policy(public_address)

    @app.after_request
    def _headers(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    return app


def _content_security_policy(public_address: str) -> str:
    """As strict as a careful shop would have it; what the widget needs is its address and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {public_address}",
            "style-src 'self'",
            f"img-src 'self' {public_address}",
            f"connect-src 'self' {public_address}",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def home() -> str:
        return render_template("home.html", products=catalogue.PRODUCTS)

    @app.get("/collections/<slug>")
    def collection(slug: str) -> str:
        found = catalogue.collection(slug) or abort(404)
        inside = [each for each in catalogue.PRODUCTS if each.collection == slug]
        return render_template("collection.html", collection=found, products=inside)

    @app.get("/products/<slug>")
    def product(slug: str) -> str:
        found = catalogue.product(slug) or abort(404)
        beside = [each for each in catalogue.PRODUCTS if each.collection == found.collection and each != found]
        return render_template("product.html", product=found, beside=beside)

    @app.get("/pricing")
    def pricing() -> str:
        return render_template("pricing.html", plans=catalogue.PLANS)

    @app.get("/help")
    def help_() -> str:
        return render_template("help.html", articles=catalogue.ARTICLES)

    @app.get("/help/<slug>")
    def article(slug: str) -> str:
        found = catalogue.article(slug) or abort(404)
        return render_template("article.html", article=found, articles=catalogue.ARTICLES)

    @app.get("/cart")
    def cart() -> str:
        return render_template("cart.html", products=(*catalogue.PRODUCTS, catalogue.STUDIO_TOTE))

    @app.get("/thanks")
    def thanks() -> str:
        return render_template("thanks.html")

    @app.get("/studio")
    @app.get("/studio/<step>")
    def studio(step: str = "shape") -> str:
        if step not in STUDIO_STEPS:
            abort(404)
        return render_template("studio.html", steps=STUDIO_STEPS)

    @app.errorhandler(404)
    def missing(_: object) -> tuple[str, int]:
        return render_template("missing.html"), 404
