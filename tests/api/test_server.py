"""What surrounds the application: rates, origins, pages, mounted overlays, and the door that stays shut."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from service.api.app import create_app
from service.core.domain import RegistryError
from service.storage import keys
from service.storage.engine import Database, StorageUnavailableError
from tests.api.conftest import TEXT

ROOT = Path(__file__).resolve().parents[2]


def test_rates_are_told_and_kept(settings, engine):
    client = create_app(replace(settings, rate_requests=2, rate_bytes=10_000), engine).test_client()
    first = client.post("/v1/annotations", json={"text": TEXT})
    assert first.headers["RateLimit-Policy"] == '"req";q=2;w=60, "bytes";q=10000;w=60;qu="content-bytes"'
    assert first.headers["RateLimit"].startswith('"req";r=1;t=')
    assert "Retry-After" not in first.headers
    client.post("/v1/annotations", json={"text": TEXT})
    last = client.post("/v1/annotations", json={"text": TEXT})
    assert last.status_code == 429
    assert last.get_json()["type"] == "/problems/rate-limited"
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert client.get("/healthz").status_code == 200
    invented = client.post("/v1/annotations", json={"text": TEXT}, headers={"Authorization": "Bearer invented"})
    assert invented.status_code == 429


def test_callers_with_keys_do_not_share_a_rate(settings, engine):
    client = create_app(replace(settings, rate_requests=1), engine).test_client()
    database = Database(settings.database_url)
    made = [keys.create(database, label=name, scopes=("annotate",), now="2026-01-01T00:00:00.000Z") for name in "ab"]
    headers = [{"Authorization": f"Bearer {secret}"} for _key, secret in made]
    asked = [client.post("/v1/annotations", json={"text": TEXT}, headers=headers[place]) for place in (0, 1, 0)]
    assert [answer.status_code for answer in asked] == [200, 200, 429]


def test_other_origins_are_allowed_by_name_only(settings, engine, client):
    ask = {"json": {"text": TEXT}, "headers": {"Origin": "https://cms.example.org"}}
    assert "Access-Control-Allow-Origin" not in client.post("/v1/annotations", **ask).headers
    allowing = create_app(replace(settings, cors_origins=("https://cms.example.org",)), engine).test_client()
    answer = allowing.post("/v1/annotations", **ask)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://cms.example.org"
    assert "Origin" in answer.headers["Vary"]
    stranger = allowing.post("/v1/annotations", json={"text": TEXT}, headers={"Origin": "https://x.example.org"})
    assert "Access-Control-Allow-Origin" not in stranger.headers
    preflight = allowing.options("/v1/annotations", headers={"Origin": "https://cms.example.org"})
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("page", ["/", "/many", "/docs", "/problems/internal"])
def test_pages_load_only_our_own_files(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = answer.get_data(as_text=True)
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|(?:src|href)=\"https?:", html)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        assert client.get(address).status_code == 200


def test_scripts_put_text_into_pages_as_text_only():
    for script in (ROOT / "service/web/static").glob("*.js"):
        source = script.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|setAttribute\(\"style", source
        )


def test_overlays_can_be_mounted_as_files(settings, engine, tmp_path):
    (tmp_path / "house.json").write_text(json.dumps({"entries": [{"match": ["it"], "id": "h:1", "grade": "B"}]}))
    app = create_app(replace(settings, overlay_dir=str(tmp_path)), engine)
    assert app.extensions["sourcegrade"].live.current().overlays["house"][0].grade == "B"
    ask = {"text": TEXT, "options": {"registry_overlays": ["house"]}}
    assert app.test_client().post("/v1/annotations", json=ask).status_code == 200
    (tmp_path / "bad.yaml").write_text("entries: [{id: 1}]")
    with pytest.raises(RegistryError, match=r"bad\.yaml"):
        create_app(replace(settings, overlay_dir=str(tmp_path)), engine)


def test_a_dead_store_stops_writes_and_not_annotations(app, client, monkeypatch):
    database = app.extensions["sourcegrade"].database

    def dead():
        raise StorageUnavailableError("the database does not answer")

    app.extensions["sourcegrade"].keyring.is_open()
    monkeypatch.setattr(type(database), "begin", lambda self, **_: dead())
    answer = client.post("/v1/outcomes", json={"source": "kr.nis", "outcome": "true"})
    assert answer.status_code == 503
    assert answer.get_json()["type"] == "/problems/storage-unavailable"
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    app.extensions["sourcegrade"].live.refresh()
    assert client.post("/v1/annotations", json={"text": TEXT}).status_code == 200


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"HOST": "0.0.0.0"}, "refusing to listen on 0.0.0.0 without keys"),
        ({"AUTH": "maybe"}, "AUTH must be one of"),
        ({"REGISTRY_OVERLAY_DIR": "/nowhere"}, "REGISTRY_OVERLAY_DIR: /nowhere is not a folder"),
        ({"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none"}, "the database does not answer"),
        ({"DATABASE_URL": "sqlite:////proc/none/store.sqlite3"}, "/proc/none"),
        ({"DATABASE_URL": "postgresql+none://host/name"}, "DATABASE_URL names no database"),
        ({"DATABASE_URL": "postgresql+psycopg://host:port/name"}, "DATABASE_URL names no database"),
        ({"REDIS_URL": "http://127.0.0.1"}, "REDIS_URL must begin with"),
        ({"PROMETHEUS_MULTIPROC_DIR": "/proc/none"}, "PROMETHEUS_MULTIPROC_DIR: No such file"),
    ],
)
def test_the_server_refuses_to_start_in_one_clear_line(tmp_path, environment, says):
    base = {name: value for name, value in os.environ.items() if name not in {"HOST", "PORT", "AUTH", "DATABASE_URL"}}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "service.wsgi:app"],
        cwd=ROOT,
        env={**base, "DATABASE_URL": f"sqlite:///{tmp_path}/keys.sqlite3", "PORT": "0", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert says in done.stderr
    ours = [line for line in done.stderr.splitlines() if '"logger": "gunicorn.error"' not in line]
    assert len(ours) == 1
