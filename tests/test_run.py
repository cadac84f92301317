"""The command that serves: what it refuses, what it starts, and that it leaves nothing behind."""

import argparse
import ast
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

import run
from tests.faults.server import free_port


def options(**fields):
    values = {"host": "127.0.0.1", "port": free_port(), "data": Path("data"), "no_demo": False}
    return argparse.Namespace(**{**values, **fields})


def test_older_python_is_told_so_in_one_sentence():
    source = (run.ROOT / "run.py").read_text()
    pretend = f"import sys; sys.version_info = (3, 8, 2)\nexec({source!r})"

    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr == "Labeller needs Python 3.11 or newer, and this is Python 3.8.\n"


def test_older_python_can_read_the_script_far_enough_to_say_so():
    assert ast.parse((run.ROOT / "run.py").read_text(), feature_version=(3, 7))


def test_python_without_venv_names_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "PYTHON", tmp_path / "python")
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(run.CannotRun, match=r"apt install python3\.\d+-venv"):
        run.make_venv()


def test_failing_installation_is_one_line_and_is_tried_again(monkeypatch, tmp_path):
    lock = tmp_path / "run.lock"
    lock.write_text("no such thing")
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "PYTHON", Path("/bin/false"))
    monkeypatch.setattr(run, "make_venv", lambda: None)

    with pytest.raises(run.CannotRun, match="could not be installed"):
        run.install(lock)

    assert not run.mark_of(lock)[0].exists()


def test_installed_lock_is_not_installed_again(monkeypatch, tmp_path):
    lock = tmp_path / "run.lock"
    lock.write_text("something")
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    mark, words = run.mark_of(lock)
    mark.write_text(words)
    monkeypatch.setattr(run, "make_venv", lambda: pytest.fail("it was installed already"))

    run.install(lock)


def test_taken_port_is_one_clear_line(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        with pytest.raises(run.CannotRun, match=f"Port {taken} on 127.0.0.1 is taken"):
            run.check_place(options(port=taken, data=tmp_path))


@pytest.mark.parametrize(
    ("host", "words"), [("no.such.host.invalid", "is no address"), ("192.0.2.1", "192.0.2.1"), ("", "is no address")]
)
def test_strange_host_is_one_clear_line(tmp_path, host, words):
    with pytest.raises(run.CannotRun, match=words):
        run.check_place(options(host=host, data=tmp_path))


def test_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(run.CannotRun, match="cannot be made"):
        run.check_place(options(data=tmp_path / "file" / "data"))


@pytest.mark.parametrize("word", ["0", "65536", "-1", "http", "８０"])
def test_strange_port_is_refused(word, capsys):
    with pytest.raises(SystemExit):
        run.read_command(["--port", word])

    assert "write a number from 1 to 65535" in capsys.readouterr().err


def test_data_folder_comes_from_option_then_environment_then_default(monkeypatch, tmp_path):
    monkeypatch.setenv("LABELLER_DATA", str(tmp_path / "environment"))

    assert run.read_command(["--data", str(tmp_path / "option")]).data == tmp_path / "option"
    assert run.read_command([]).data == tmp_path / "environment"
    monkeypatch.delenv("LABELLER_DATA")
    assert run.read_command([]).data == run.ROOT / "data"


def test_plain_http_unless_the_operator_says_otherwise(monkeypatch):
    monkeypatch.delenv("LABELLER_HTTPS", raising=False)
    assert run.surroundings(options())["LABELLER_HTTPS"] == "off"

    monkeypatch.setenv("LABELLER_HTTPS", "on")
    assert run.surroundings(options())["LABELLER_HTTPS"] == "on"


@pytest.mark.parametrize(
    ("host", "https", "warned"), [("127.0.0.1", "off", False), ("0.0.0.0", "off", True), ("0.0.0.0", "on", False)]
)
def test_plain_http_for_others_is_warned_of(tmp_path, capsys, host, https, warned):
    run.say_where(options(host=host, data=tmp_path), {"LABELLER_HTTPS": https})

    assert ("Warning: plain HTTP" in capsys.readouterr().out) == warned


def test_logins_are_shown_until_their_file_is_deleted(tmp_path, capsys):
    (tmp_path / "logins.txt").write_text("owner  secret")
    run.say_where(options(data=tmp_path), {"LABELLER_HTTPS": "off"})
    assert "owner  secret" in capsys.readouterr().out

    (tmp_path / "logins.txt").unlink()
    run.say_where(options(data=tmp_path), {"LABELLER_HTTPS": "off"})
    assert "secret" not in capsys.readouterr().out


class Pretended:
    """A child process of which the test says how long it lives."""

    def __init__(self, *lives):
        self.lives, self.revivals, self.process = list(lives), 0, self

    def poll(self):
        return None if self.lives.pop(0) else 1

    def revive(self):
        self.revivals += 1


def test_others_are_revived_and_a_dead_server_ends_all(monkeypatch):
    monkeypatch.setattr(run.time, "sleep", lambda seconds: None)
    web, worker = Pretended(True, True, True, False), Pretended()

    with pytest.raises(run.CannotRun, match="server has ended by itself"):
        run.watch(web, worker)

    assert worker.revivals == 3


@pytest.fixture
def grpc_port():
    return free_port()


@pytest.fixture
def served(tmp_path, grpc_port):
    """Start a whole Labeller without the demo, and see to its end whatever the test does."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LABELLER_", "DJANGO_"))}
    process = subprocess.Popen(
        [sys.executable, "run.py", "--no-demo", "--port", str(port), "--data", str(tmp_path / "data")],
        cwd=run.ROOT,
        env={**environment, "DATABASE_URL": "", "LABELLER_GRPC_PORT": str(grpc_port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    process.address = f"http://127.0.0.1:{port}"
    yield process
    process.kill()
    process.communicate()


def printed_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    return pytest.fail(f"'{words}' was not printed, but: {''.join(lines)}")


def ends_answering(address):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_ends_cleanly(served, number):
    said = printed_until(served, "Ctrl-C ends it.")

    assert f"Labeller is ready: {served.address}/" in said
    assert "add_user" in said
    with urllib.request.urlopen(f"{served.address}/healthz") as answer:
        assert answer.status == 200
        assert answer.headers["Server"] is None

    served.send_signal(number)
    rest, _ = served.communicate(timeout=30)
    assert served.returncode == 0
    assert "Traceback" not in rest
    assert ends_answering(served.address)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a killed process")
def test_nothing_is_left_when_it_is_killed(served):
    printed_until(served, "Ctrl-C ends it.")

    served.kill()

    assert ends_answering(served.address)


def test_grpc_is_served_with_the_rest(served, grpc_port):
    printed_until(served, f"gRPC is ready: 127.0.0.1:{grpc_port}")

    with grpc.insecure_channel(f"127.0.0.1:{grpc_port}") as channel:
        asked = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=20)

    assert asked.status == health_pb2.HealthCheckResponse.SERVING


@pytest.fixture
def taken(grpc_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", grpc_port))
        other.listen()
        yield


def test_taken_grpc_port_gets_one_clear_line_and_the_rest_goes_on(taken, served, grpc_port):
    said = printed_until(served, "LABELLER_GRPC_TLS_PORT")

    assert said.splitlines()[-1].startswith(f"The gRPC address 127.0.0.1:{grpc_port} cannot be opened")
    time.sleep(1.5)  # it is not started again
    with urllib.request.urlopen(f"{served.address}/healthz") as answer:
        assert answer.status == 200
    served.send_signal(signal.SIGTERM)
    rest, _ = served.communicate(timeout=30)
    assert "gRPC" not in rest
    assert "Traceback" not in rest
