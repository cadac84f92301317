"""Downloads: which addresses are refused unseen, and what becomes of hostile servers."""

import socket
import time

import pytest
from werkzeug import Response

from annotations_app import fetching, tasks
from annotations_app.errors import Invalid
from annotations_app.fetching import fetch, is_public, url_problem
from annotations_app.models import InputStatus
from annotations_app.models.adding import InputDraft, add_inputs
from tests.pictures import picture

JPEG = picture()
MOST = 2**20

SEEN = [
    "http://127.0.0.1/", "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/",
    "http://127.0.0.2/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
    "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.0x1/", "http://0/", "http://0.0.0.0/", "http://[::1]/",
    "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://user@photos.example/", "http://user:pw@photos.example/",
    "http://photos.example\\@127.0.0.1/", "http:\\\\127.0.0.1/", "http:///127.0.0.1/", "http:127.0.0.1/",
    "//127.0.0.1/", " http://photos.example/", "http://photos.example/\r\nX: y", "http://photos.example/a b",
    "http://①②⑦.0.0.1/", "http://127。0。0。1/", "http://%31%32%37.0.0.1/", "http://photos.example\0/",
    "ftp://photos.example/", "gopher://photos.example/", "dict://photos.example/", "ldap://photos.example/",
    "ws://photos.example/", "jar:http://photos.example!/", "data:image/png;base64,AAAA", "javascript:alert(1)",
    "about:blank", "blob:http://photos.example/1", "netdoc:///etc/passwd", "file:///etc/passwd", "file:/etc/passwd",
    "FILE://localhost/etc/passwd", "/etc/passwd", "etc/passwd", "http://photos.example:0/", "http://photos.example:99999/",
    "http://photos.example:-1/", "http://photos.example:x/", "http://photos.example:22/", "http://photos.example:8000/",
    "http://[", "http://", "https://", "http://?", f"http://{'a' * 300}.example/", "http://☃.example/",
    f"http://photos.example/{'a' * 11_000}", "", "http://169.254.169.254/latest/", "http://2852039166/",
    "http://[::ffff:169.254.169.254]/", "http://[2002:a9fe:a9fe::1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://10.0.0.1/",
    "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/", "http://198.18.0.1/", "http://224.0.0.1/",
    "http://255.255.255.255/", "http://240.0.0.1/", "http://[fc00::1]/", "http://[ff02::1]/", "http://1.2.3.4.5/",
]  # fmt: skip


@pytest.mark.parametrize("url", SEEN)
def test_address_is_refused_unseen(url):
    assert url_problem(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://photos.example/a.jpg",
        "https://photos.example:443/a.jpg?x=1#y",
        "http://8.8.8.8/",
        "HTTP://Photos.Example./a",
        "http://[2606:4700::1111]/",
        "http://xn--bcher-kva.example/",
    ],
)
def test_plain_public_address_is_fine(url):
    assert url_problem(url) is None


def test_allowed_host_is_allowed_with_its_port_only():
    allowed = ["127.0.0.1:9000", "pictures.internal", "[::1]:81"]

    assert url_problem("http://127.0.0.1:9000/a", allowed) is None
    assert url_problem("https://PICTURES.internal/a", allowed) is None
    assert url_problem("http://[::1]:81/a", allowed) is None
    assert url_problem("http://127.0.0.1:9001/a", allowed)
    assert url_problem("http://127.0.0.1/a", allowed)
    assert url_problem("http://pictures.internal:8080/a", allowed)
    assert url_problem("http://me@127.0.0.1:9000/a", allowed)


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "::1", "::", "::7f00:1",
     "::ffff:10.0.0.1", "64:ff9b::1", "2002::1", "fc00::1", "fe80::1", "ff02::1", "192.0.0.8", "0.1.2.3"],
)  # fmt: skip
def test_name_that_leads_inside_is_refused_without_a_packet(monkeypatch, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))

    with pytest.raises(Invalid) as refusal:
        fetching._follow("http://photos.example/a.jpg", [], MOST)

    assert refusal.value.code == InputStatus.INVALID_URL
    assert address not in refusal.value.message
    assert not is_public(address)


def test_name_is_resolved_once_and_just_that_address_is_used(monkeypatch):
    answers = iter(["8.8.8.8", "127.0.0.1"])
    asked, reached = [], []

    def resolve(host, port, *_, **__):
        if host == "8.8.8.8":  # the pinned address itself
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(_, address):
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)

    with pytest.raises(Invalid):
        fetching._follow("http://photos.example/a.jpg", [], MOST)

    assert asked == ["photos.example"]
    assert {address[0] for address in reached} == {"8.8.8.8"}


@pytest.fixture
def allowed(httpserver):
    """Name the hostile server as the one private host that may be asked."""
    return [f"{httpserver.host}:{httpserver.port}"]


def test_picture_is_fetched_as_sent(httpserver, allowed):
    httpserver.expect_request("/a.jpg").respond_with_data(JPEG, content_type="image/jpeg")

    assert fetch(httpserver.url_for("/a.jpg"), allowed, MOST) == JPEG
    headers = httpserver.log[0][0].headers
    assert headers["Accept-Encoding"] == "identity"
    assert "Cookie" not in headers


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:{other}/", "http://localhost:{other}/", "http://[::1]:{other}/", "http://2130706433:{other}/",
     "//127.0.0.1:{other}/", "http://me@{host}/ok", "file:///etc/passwd", "gopher://127.0.0.1:{other}/"],
)  # fmt: skip
def test_redirect_to_elsewhere_is_refused(httpserver, allowed, target):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        place = target.format(other=listener.getsockname()[1], host=allowed[0])
        httpserver.expect_request("/go").respond_with_response(Response(status=302, headers={"Location": place}))

        with pytest.raises(Invalid) as refusal:
            fetch(httpserver.url_for("/go"), allowed, MOST)
        with pytest.raises(TimeoutError):
            listener.accept()

    assert refusal.value.code == InputStatus.INVALID_URL


def test_three_redirects_are_followed_and_a_circle_is_not(httpserver, allowed):
    for number in range(3):
        header = {"Location": f"/{number + 1}"}
        httpserver.expect_request(f"/{number}").respond_with_response(Response(status=302, headers=header))
    httpserver.expect_request("/3").respond_with_data(JPEG)
    httpserver.expect_request("/round").respond_with_response(Response(status=302, headers={"Location": "/round"}))

    assert fetch(httpserver.url_for("/0"), allowed, MOST) == JPEG
    with pytest.raises(Invalid) as refusal:
        fetch(httpserver.url_for("/round"), allowed, MOST)
    assert refusal.value.code == InputStatus.FAILED


@pytest.mark.parametrize("status", [204, 404, 500])
def test_answer_but_200_is_not_fetched_and_not_repeated(httpserver, allowed, status):
    httpserver.expect_request("/a").respond_with_data(b"a secret", status=status)

    with pytest.raises(Invalid) as refusal:
        fetch(httpserver.url_for("/a"), allowed, MOST)

    assert refusal.value.code == InputStatus.FAILED
    assert "secret" not in refusal.value.message
    assert str(status) not in refusal.value.message


def test_packed_body_is_not_unpacked(httpserver, allowed):
    httpserver.expect_request("/a").respond_with_data(b"\x1f\x8b bomb", headers={"Content-Encoding": "gzip"})

    assert fetch(httpserver.url_for("/a"), allowed, MOST) == b"\x1f\x8b bomb"


def serve_raw(monkeypatch, *pieces, pause=0.0):
    """Listen for one connection and send raw bytes; return the address of the server."""
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def answer():
        with listener, listener.accept()[0] as connection:
            connection.recv(4096)
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
                time.sleep(pause)
            except OSError:
                pass  # the client has gone, as it should

    threading.Thread(target=answer, daemon=True).start()
    return f"127.0.0.1:{listener.getsockname()[1]}"


GOOD = b"HTTP/1.1 200 OK\r\n"
HOSTILE = {
    "not HTTP": ([b"SSH-2.0-OpenSSH\r\n"], 30002),
    "short body": ([GOOD + b"Content-Length: 100\r\n\r\nabc"], 30002),
    "5 GB announced": ([GOOD + b"Content-Length: 5000000000\r\n\r\nabc"], 30105),
    "endless body": ([GOOD + b"\r\n", *([b"x" * 2**18] * 16)], 30105),
    "large header": ([GOOD + b"X: " + b"y" * 5_000_000 + b"\r\n\r\n"], 30002),
    "many headers": ([GOOD + b"X: y\r\n" * 5_000 + b"\r\n"], 30002),
    "nothing": ([], 30002),
    "odd length": ([GOOD + b"Content-Length: x\r\n\r\n"], 30002),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_server_is_a_status(monkeypatch, name):
    pieces, code = HOSTILE[name]
    host = serve_raw(monkeypatch, *pieces)

    if name == "odd length":
        assert fetch(f"http://{host}/", [host], MOST) == b""
        return
    with pytest.raises(Invalid) as refusal:
        fetch(f"http://{host}/", [host], MOST)

    assert refusal.value.code == code


@pytest.mark.parametrize("slow", ["headers", "body"])
def test_slow_server_is_left_when_time_is_up(monkeypatch, slow):
    monkeypatch.setattr(fetching, "SECONDS", 1)
    start = [GOOD, b"Content-Length: 100\r\n\r\n"] if slow == "body" else []
    host = serve_raw(monkeypatch, *start, *([b"x"] * 30), pause=0.2)

    began = time.monotonic()
    with pytest.raises(Invalid) as refusal:
        fetch(f"http://{host}/", [host], MOST)

    assert refusal.value.code == InputStatus.FAILED
    assert time.monotonic() - began < 3


def test_proxies_of_the_environment_are_not_used(httpserver, allowed, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    httpserver.expect_request("/a.jpg").respond_with_data(JPEG)

    assert fetch(httpserver.url_for("/a.jpg"), allowed, MOST) == JPEG


def added(team, url):
    """Add an input by its address, run its job, and return the row."""
    [row] = add_inputs(team.member(team.owner), [InputDraft(url=url)])
    tasks.process_input(row.pk)
    row.refresh_from_db()
    return row


def test_input_by_address_becomes_ready(team, httpserver, allowed, settings):
    settings.FETCH_HOSTS = allowed
    httpserver.expect_request("/a.jpg").respond_with_data(JPEG, content_type="text/html")

    row = added(team, httpserver.url_for("/a.jpg"))

    assert (row.status, row.media_type, row.width, row.bytes) == (30000, "image/jpeg", 64, len(JPEG))
    assert len(httpserver.log) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"<svg/>", 30101), (b"<html></html>", 30104), (b'{"secret": "hunter2"}', 30104), (JPEG[:200], 30104)],
)
def test_what_was_fetched_is_judged_like_an_upload(team, httpserver, settings, body, status):
    settings.FETCH_HOSTS = [f"{httpserver.host}:{httpserver.port}"]
    httpserver.expect_request("/a.jpg").respond_with_data(body, content_type="image/png")

    row = added(team, httpserver.url_for("/a.jpg"))

    assert row.status == status
    assert not row.original or row.status != 30000
    assert "hunter2" not in row.problem


def test_address_that_turns_out_private_becomes_the_status(team, monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    row = added(team, "http://photos.example/a.jpg")

    assert row.status == InputStatus.INVALID_URL
    assert "10.0.0.1" not in row.problem
