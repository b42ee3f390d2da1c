"""Clients that are slow, silent, many, or gone: they wait for nobody but themselves."""

import contextlib
import http.client
import json
import socket
import threading
import time

import pytest

from tests.faults.server import Server, stored

TEXT = {"text": "The port authority said on Monday that the harbor was shut."}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    found = Server(f"sqlite:///{tmp_path_factory.mktemp('clients')}/s.sqlite3", WORKERS="1", THREADS="4")
    yield found
    found.stop()


def opened(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def head(length, path="/v1/outcomes"):
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n".encode()


def works(server):
    began = time.monotonic()
    assert server.post("/v1/annotations", TEXT)[0] == 200
    assert server.get("/healthz")[0] == 200
    return time.monotonic() - began


def test_a_thousand_silent_connections_keep_nobody_waiting(server):
    silent = []
    try:
        silent.extend(opened(server) for _ in range(1_000))
        # Each silent connection in a thread would cost five seconds of one of four threads: twenty minutes.
        assert works(server) < 30
        works(server)
    finally:
        for connection in silent:
            connection.close()
    works(server)


def test_a_thousand_connections_that_ask_are_all_answered(server):
    connections = [opened(server) for _ in range(1_000)]
    try:
        for connection in connections:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answers = [connection.recv(15) for connection in connections]
    finally:
        for connection in connections:
            connection.close()
    assert answers == [b"HTTP/1.1 200 OK"] * 1_000


def test_a_body_sent_byte_by_byte_is_read(server):
    body = b'{"source": "kr.nis", "outcome": "true", "reference": "slow"}'
    with opened(server) as connection:
        connection.sendall(head(len(body)))
        for place in range(len(body)):
            connection.sendall(body[place : place + 1])
            if place % 8 == 0:
                time.sleep(0.01)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == 201
    assert [row["reference"] for row in stored(server)].count("slow") == 1


@pytest.mark.parametrize("sent", [0.0, 0.5, 0.98])
def test_a_body_that_breaks_off_leaves_nothing(server, sent):
    body = b'{"source": "kr.nis", "outcome": "true", "reference": "half"}'
    with opened(server) as connection:
        connection.sendall(head(len(body)) + body[: int(len(body) * sent)])
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(60)
        first = connection.recv(12)
    assert not first.startswith(b"HTTP/1.1 2")
    assert "half" not in {row["reference"] for row in stored(server)}
    works(server)


def test_bodies_that_stop_arriving_give_their_threads_back(server):
    stalled = [opened(server) for _ in range(6)]
    try:
        for connection in stalled:
            connection.sendall(head(1_000) + b'{"source": ')
        answers = []

        def ask():
            answers.append(server.post("/v1/annotations", TEXT)[0])

        asking = threading.Thread(target=ask)
        asking.start()
        asking.join(60)
        assert answers == [200]
        first = stalled[0]
        first.settimeout(60)
        found = b""
        while piece := first.recv(4096):
            found += piece
        assert found.split(b" ")[1] == b"408"
        assert b"/problems/request-timeout" in found
    finally:
        for connection in stalled:
            connection.close()


def test_a_client_that_never_reads_keeps_no_worker(server):
    gone = []
    try:
        for _ in range(6):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
            gone.append(connection)
        assert works(server) < 60
    finally:
        for connection in gone:
            connection.close()


def answered(server, sent, *, hang_up=False):
    """What comes back for bytes on a connection of their own, up to its end."""
    with opened(server) as connection:
        connection.sendall(sent)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        found = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := connection.recv(65_536):
                found += piece
    return found


LINE = b'{"text": "The port authority said on Monday that the harbor was shut."}\n'


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [("/v1/jobs", "application/x-ndjson", LINE), ("/v1/annotations", "text/plain", b"The mayor said it was shut.")],
)
def test_a_body_that_ends_before_its_length_is_refused_even_where_its_first_half_makes_sense(server, path, kind, body):
    began = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nIdempotency-Key: broken-off\r\n".encode()
    found = answered(server, began + f"Content-Length: {2 * len(body)}\r\n\r\n".encode() + body, hang_up=True)
    assert found.split(b" ")[1] == b"408"
    # Nothing is left of it: the same key may send the whole.
    found = answered(server, began + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
    assert found.split(b" ")[1] in {b"200", b"202"}


@pytest.mark.parametrize(
    "chunks", [b"zz\r\nabc", b"3\r\nabcdef\r\n0\r\n\r\n", b"3\rabc\r\n0\r\n\r\n", b"3\r\nabc\r\n0\r\nX: \x00\r\n\r\n"]
)
@pytest.mark.parametrize(("path", "kind"), [("/v1/jobs", "application/x-ndjson"), ("/v1/annotations", "text/plain")])
def test_chunks_that_cannot_be_read_are_the_callers_fault(server, path, kind, chunks):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
    found = answered(server, head.encode() + chunks)
    assert found.split(b" ")[1] == b"400"
    assert b"/problems/bad-request" in found
    assert found.count(b"HTTP/1.1 ") == 1


UNREADABLE = [
    (400, "Zanzerlith said that the sluices would hold.\r\n\r\n"),  # the rest of a body whose length was wrong
    (400, "GET /Zanzerlith HTTP/9\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\nZanzerlith said: so\r\n\r\n"),
    (400, "Zanzerlith? / HTTP/1.1\r\nHost: x\r\n\r\n"),
    (417, "GET / HTTP/1.1\r\nHost: x\r\nExpect: Zanzerlith\r\n\r\n"),
    (501, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Zanzerlith\r\n\r\n"),
    (414, "GET /Zanzerlith" + "a" * 9_000 + " HTTP/1.1\r\nHost: x\r\n\r\n"),
    (431, "GET / HTTP/1.1\r\nHost: x\r\n" + "".join(f"X-{n}: Zanzerlith\r\n" for n in range(60)) + "\r\n"),
    # Two lengths, or a length and chunks: a proxy in front may have seen another request than this one (smuggling).
    (400, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nZanz"),
    (
        400,
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /Zanzerlith HTTP/1.1\r\n",
    ),
]


@pytest.mark.parametrize(("status", "sent"), UNREADABLE)
def test_what_is_no_request_is_refused_and_repeated_nowhere(server, status, sent):
    before = len(server.said())
    found = answered(server, sent.encode()).decode()
    assert int(found.split(" ")[1]) == status
    assert found.count("HTTP/1.1 ") == 1
    assert json.loads(found.partition("\r\n\r\n")[2])["type"] == "/problems/bad-request"
    assert "Zanzerlith" not in found
    said = [json.loads(line) for line in server.said()[before:].splitlines()]
    assert [row["status"] for row in said if row["event"] == "unreadable"] == [status]
    assert "Zanzerlith" not in server.said()


def test_every_line_of_the_server_is_json_also_its_own(tmp_path):
    server = Server(f"sqlite:///{tmp_path}/s.sqlite3", WORKERS="1", LOG_LEVEL="debug")
    try:
        answered(server, b"POST /v1/annotations HTTP/1.1\r\nHost: x\r\nZanzerlith: 1", hang_up=True)
        answered(server, b"Zanzerlith\r\n\r\n")
    finally:
        server.stop()
    rows = [json.loads(line) for line in server.said().splitlines()]
    assert {"gunicorn.error", "service.access", "service.server"} <= {row["logger"] for row in rows}
    assert "Zanzerlith" not in server.said()


@pytest.mark.parametrize(
    "begun",
    [
        b"POST /v1/annotations HTTP/1.1\r\nHost: x\r\n",
        b"POST /v1/annotations HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n",
    ],
    ids=["head", "body"],
)
def test_clients_that_send_a_byte_now_and_then_are_let_go(server, begun):
    slow = [opened(server) for _ in range(12)]
    stopping = threading.Event()

    def trickle():
        while not stopping.wait(2):
            for connection in slow:
                with contextlib.suppress(OSError):
                    connection.sendall(b"X")

    for connection in slow:
        connection.sendall(begun)
    trickling = threading.Thread(target=trickle)
    trickling.start()
    try:
        # Three times as many as threads: each holds one for some twelve seconds at most, and a slow head none at all.
        assert works(server) < (10 if b"Length" not in begun else 60)
    finally:
        stopping.set()
        trickling.join()
        for connection in slow:
            connection.close()
