"""Clients that are slow, silent, many, or gone: they wait for nobody but themselves."""

import http.client
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
