"""The composition root: settings and an engine in, a WSGI application out."""

import time
from functools import cache
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service.api import hooks, pages, problems, rates, spec
from service.api.auth import Keyring
from service.api.side_port import SidePort
from service.api.state import NAME, Engine, Gate, State
from service.core.pipeline import annotate
from service.jobs.queue import Sender
from service.runtime import logs, tracing
from service.runtime.live import Live
from service.runtime.metrics import tell_versions
from service.runtime.overlay_files import read_folder
from service.runtime.resources import load_resources
from service.runtime.settings import Settings
from service.storage.engine import Database
from service.storage.migrate import upgrade
from service.web import pages as web


def default_engine() -> Engine:
    """The real engine: everything that ships."""
    return Engine(load_resources(), annotate)


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """Build the application.

    Raises:
        StorageUnavailableError: the database does not answer.
    """
    logs.configure(settings.log_level)
    if settings.tracing:
        tracing.switch_on()
    engine = engine or default_engine()
    database = Database(settings.database_url)
    upgrade(database)
    app = Flask("service.api", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.body_bytes
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.json.sort_keys = False  # type: ignore[attr-defined]
    hooks.install(app, settings)
    rates.install(app, settings, settings.workers or 1)
    problems.install(app, settings.public_url)
    document = spec.register(app)
    app.register_blueprint(pages.blp)
    app.register_blueprint(web.blp)
    keyring = Keyring(settings, database)
    live = Live(engine.resources, database, read_folder(Path(settings.overlay_dir)) if settings.overlay_dir else None)
    live.on_keys_changed(keyring.forget)
    app.extensions[NAME] = State(
        settings=settings,
        engine=engine,
        live=live,
        database=database,
        keyring=keyring,
        gate=Gate(settings.limits),
        sender=Sender(settings),
        started=time.time(),
        openapi=document,
        openapi_yaml=cache(lambda: spec.dump(document)),
    )
    tell_versions(engine.resources.provenance)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    if settings.metrics_port:
        app.wsgi_app = SidePort(app.wsgi_app, settings.metrics_port)  # type: ignore[method-assign]
    return app
