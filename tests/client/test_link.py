"""How the client waits: the real application behind a real socket, busy, refusing, going away and coming back."""

import socket
import threading
import time
from dataclasses import replace

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from service.api.app import create_app, default_engine
from service.client.faults import Fault, UnreachableFault
from service.client.link import DeniedFault, HttpLink, RefusedFault
from service.client.main import check_main
from service.runtime.settings import Limits, Settings
from service.storage import keys
from tests.client.conftest import BAD, GOOD, free_port

DRAFT = {"path": "a.md", "content": BAD, "policy": {}, "options": {"include": []}}


class Silent(WSGIRequestHandler):
    """A handler that says nothing; it closes every connection."""

    def log(self, type, message, *args):  # noqa: A002
        pass


class Running:
    """The application on a port of its own."""

    def __init__(self, settings: Settings, port: int = 0) -> None:
        self.app = create_app(settings, default_engine())
        self.server = make_server("127.0.0.1", port, self.app, threaded=True, request_handler=Silent)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.port}"

    @property
    def gate(self):
        return self.app.extensions["sourcegrade"].gate

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def settings(tmp_path):
    return Settings(database_url=f"sqlite:///{tmp_path}/store.sqlite3", limits=Limits(queue_ms=50))


@pytest.fixture
def running(settings):
    started = Running(settings)
    yield started
    started.stop()


def test_a_connection_is_kept_and_replaced_when_the_server_closes_it(service):
    link = HttpLink(service)
    first = link.check(DRAFT)
    kept = link._local.connection.sock
    assert link.check(DRAFT)["findings"] == first["findings"]
    assert link._local.connection.sock is kept
    kept.shutdown(socket.SHUT_RDWR)
    assert link.check(DRAFT)["findings"] == first["findings"]
    assert link._local.connection.sock is not kept


def test_a_busy_service_is_waited_for(running):
    done = {}
    with running.gate.turn(1000):
        thread = threading.Thread(target=lambda: done.update(HttpLink(running.url).check(DRAFT)))
        thread.start()
        time.sleep(0.5)
        assert not done
    thread.join(60)
    assert done["path"] == "a.md"


def test_patience_ends(running):
    with running.gate.turn(1000), pytest.raises(UnreachableFault, match="is busy"):
        HttpLink(running.url, patience=0.3).check(DRAFT)


def test_a_rate_that_is_used_up_is_waited_for_no_longer_than_patience(settings):
    started = Running(replace(settings, rate_requests=1))
    try:
        link = HttpLink(started.url, patience=0.5)
        link.check(DRAFT)
        with pytest.raises(UnreachableFault, match="HTTP 429"):
            link.check(DRAFT)
    finally:
        started.stop()


def test_a_service_that_starts_is_waited_for(settings):
    port = free_port()
    started = []
    timer = threading.Timer(0.3, lambda: started.append(Running(settings, port)))
    timer.start()
    try:
        assert HttpLink(f"http://127.0.0.1:{port}", wait=60).check(DRAFT)["path"] == "a.md"
    finally:
        timer.join()
        for each in started:
            each.stop()


def test_a_service_that_is_not_there_is_told_at_once():
    began = time.monotonic()
    with pytest.raises(UnreachableFault, match="does not answer"):
        HttpLink(f"http://127.0.0.1:{free_port()}").check(DRAFT)
    assert time.monotonic() - began < 5


def test_a_restart_is_survived(settings):
    started = Running(settings)
    link = HttpLink(started.url)
    link.check(DRAFT)
    port = started.server.port
    started.stop()
    again = []
    timer = threading.Timer(0.5, lambda: again.append(Running(settings, port)))
    timer.start()
    try:
        assert link.check(DRAFT)["path"] == "a.md"
    finally:
        timer.join()
        again[0].stop()


def test_a_key_is_sent_and_its_absence_told(settings):
    started = Running(replace(settings, auth="on"))
    try:
        with pytest.raises(DeniedFault, match="SOURCEGRADE_KEY"):
            HttpLink(started.url).check(DRAFT)
        database = started.app.extensions["sourcegrade"].database
        _key, secret = keys.create(database, label="ci", scopes=("check",), now="2026-01-01T00:00:00.000Z")
        started.app.extensions["sourcegrade"].keyring.forget()
        assert HttpLink(started.url, secret).check(DRAFT)["path"] == "a.md"
    finally:
        started.stop()


def test_refusals_carry_their_places(running):
    link = HttpLink(running.url)
    with pytest.raises(RefusedFault) as found:
        link.check({**DRAFT, "policy": {"rules": {"SRC999": "error"}}})
    assert found.value.errors[0]["pointer"] == "#/policy/rules/SRC999"
    with pytest.raises(RefusedFault) as found:
        link.read_policy("a: 1\n")
    assert found.value.errors[0]["line"] == 1


def test_a_service_that_gives_less_time_is_taken_at_its_word(settings, tmp_path, monkeypatch, capsys):
    started = Running(replace(settings, limits=replace(settings.limits, deadline_ms_max=10_000)))
    try:
        (tmp_path / "a.md").write_text(GOOD)
        monkeypatch.chdir(tmp_path)
        assert check_main(["--url", started.url, "--timeout", "60", "a.md"]) == 0, capsys.readouterr()
    finally:
        started.stop()


@pytest.mark.parametrize("url", ["ftp://x", "http://", "http://h:99999999", "http://u:p@h", "http://h?x=1"])
def test_addresses_that_are_none(url):
    with pytest.raises(Fault, match="--url"):
        HttpLink(url)
