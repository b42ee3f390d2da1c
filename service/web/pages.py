"""The pages that annotate an article, check a draft and send a job, and the page that explains the API."""

from flask import Blueprint, render_template

blp = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


@blp.get("/")
def home() -> str:
    """Paste an article, see its sources and claims, or check it as a draft."""
    return render_template("home.html")


@blp.get("/many")
def many() -> str:
    """Send many articles as one job, watch it, take the results along."""
    return render_template("many.html")


@blp.get("/docs")
def docs() -> str:
    """The API, read from its own OpenAPI document."""
    return render_template("docs.html")
