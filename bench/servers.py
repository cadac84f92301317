"""Which HTTP server to ship: CPU of a request, and whether slow clients stop the others. Run by hand:

    .venv/bin/pip install granian gunicorn && .venv/bin/python -m bench.servers

Each server gets one process with eight threads, the same data and the same requests over one kept connection.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.server import free_port

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PORT = free_port()
REQUESTS = 400
SLOW_CLIENTS = 50
PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

SERVERS = {
    "waitress": [sys.executable, "manage.py", "web", "--port", str(PORT)],
    "granian": [
        str(BIN / "granian"), "--interface", "wsgi", "--workers", "1", "--blocking-threads", "8",
        "--port", str(PORT), "--no-ws", "labeller.wsgi:application",
    ],
    "gunicorn": [
        str(BIN / "gunicorn"), "--workers", "1", "--threads", "8", "--bind", f"127.0.0.1:{PORT}",
        "labeller.wsgi:application",
    ],
}  # fmt: skip


class Caller:
    """A script with a key, on one kept connection."""

    def __init__(self, key: str) -> None:
        self.headers = {"Authorization": f"Key {key}", "Content-Type": "application/json"}
        self.line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)

    def call(self, method: str, path: str, body: object = None) -> dict:
        """Make one call and return what it answers."""
        self.line.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.line.getresponse()
        told = json.loads(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {told}")
        return told


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process and its children have used."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_of(int(child)) for child in children)


def wait_until_open() -> None:
    """Wait for the first answer."""
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", PORT), timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not open")


def post_one(caller: Caller, number: int) -> None:
    """Post one box."""
    box = {"top_row": 0.1, "left_col": 0.1, "bottom_row": 0.5 + number / 10_000, "right_col": 0.6}
    region = {"region_info": {"bounding_box": box}, "data": {"concepts": [{"id": "thing", "value": 1}]}}
    item = {"input_id": "pixel", "data": {"regions": [region]}}
    caller.call("POST", "/v2/users/owner/apps/sandbox/annotations", {"annotations": [item]})


def get_twenty(caller: Caller, number: int) -> None:
    """Read a page of twenty."""
    caller.call("GET", "/v2/users/owner/apps/sandbox/annotations?per_page=20")


def milliseconds(pid: int, work, caller: Caller) -> tuple[float, float]:
    """Return CPU and clock time of one request, after warming up."""
    for number in range(50):
        work(caller, number)
    cpu, clock = cpu_of(pid), time.perf_counter()
    for number in range(REQUESTS):
        work(caller, number)
    return (cpu_of(pid) - cpu) / REQUESTS * 1000, (time.perf_counter() - clock) / REQUESTS * 1000


def slowest_beside_slow_clients(key: str) -> float:
    """Return the longest of ten reads while many clients hold on to half-sent bodies."""
    head = f"POST /v2/users/owner/apps/sandbox/annotations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Key {key}\r\n"
    held = []
    for _ in range(SLOW_CLIENTS):
        line = socket.create_connection(("127.0.0.1", PORT))
        line.sendall((head + "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{").encode())
        held.append(line)
    time.sleep(1)
    times = []
    for _ in range(10):
        begun = time.perf_counter()
        try:
            caller = Caller(key)
            caller.line.timeout = 10
            get_twenty(caller, 0)
        except OSError:
            return float("inf")
        finally:
            times.append(time.perf_counter() - begun)
    for line in held:
        line.close()
    return max(times) * 1000


def measure(name: str, command: list[str], environment: dict[str, str], key: str) -> None:
    """Print one line of the table."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    try:
        wait_until_open()
        caller = Caller(key)
        post_cpu, post = milliseconds(process.pid, post_one, caller)
        get_cpu, get = milliseconds(process.pid, get_twenty, caller)
        slow = slowest_beside_slow_clients(key)
        print(f"{name:<10}{post_cpu:>12.2f}{post:>10.2f}{get_cpu:>12.2f}{get:>10.2f}{slow:>16.0f}", flush=True)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    """Prepare one installation and measure each server on it."""
    data = tempfile.mkdtemp(prefix="labeller-servers-")
    environment = {**os.environ, "LABELLER_DATA": data, "LABELLER_HTTPS": "off"}
    manage = [sys.executable, "manage.py"]
    try:
        subprocess.run([*manage, "prepare"], cwd=ROOT, env=environment, check=True)
        told = subprocess.run([*manage, "demo", "--json"], cwd=ROOT, env=environment, check=True, capture_output=True)
        key = json.loads(told.stdout.splitlines()[-1])["owner"]["token"]
        process = subprocess.Popen(SERVERS["waitress"], cwd=ROOT, env=environment)
        wait_until_open()
        pixel = {"id": "pixel", "data": {"image": {"base64": PIXEL}}}
        Caller(key).call("POST", "/v2/users/owner/apps/sandbox/inputs", {"inputs": [pixel]})
        process.terminate()
        process.wait()
        print(f"{'':<10}{'POST 1 CPU':>12}{'clock':>10}{'GET 20 CPU':>12}{'clock':>10}{'slow clients':>16}   (ms)")
        for name, command in SERVERS.items():
            if Path(command[0]).exists():
                measure(name, command, environment, key)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
