#!/usr/bin/env python3
"""The two commands: `python3 run.py` serves Labeller, `python3 run.py test` tests it. Needs nothing but Python."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
    sys.exit(f"Labeller needs Python 3.11 or newer, and this is Python {sys.version_info[0]}.{sys.version_info[1]}.")

import argparse
import errno
import hashlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import NoReturn

from labeller.processes import Child, stop

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN_LOCK = ROOT / "requirements" / "run.lock"
GRPC_LOCK = ROOT / "requirements" / "grpc.lock"
TEST_LOCK = ROOT / "requirements" / "test.lock"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PATIENCE = 120  # seconds for the first answer: the first start makes the demo


class CannotRun(Exception):
    """Why Labeller cannot run here, in one sentence for the person at the terminal."""


# --- The virtual environment ----------------------------------------------------------------------------------------


def mark_of(lock: Path) -> tuple[Path, str]:
    """Name the file that says that a lock is installed, and what is written in it."""
    return VENV / f"{lock.stem}.installed", f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {PYTHON.resolve()}\n"


def install(lock: Path, *contained: Path) -> None:
    """Install a lock (and with it the smaller ones that it contains) into `.venv`, unless exactly it is there."""
    mark, wanted = mark_of(lock)
    if PYTHON.exists() and mark.exists() and mark.read_text() == wanted:
        return
    make_venv()
    print(f"Installing the packages of requirements/{lock.name} ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        [*pip, "install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotRun(f"{done.stdout}{done.stderr}\nThe packages could not be installed; the lines above say why.")
    for mark, wanted in map(mark_of, (lock, *contained)):
        mark.write_text(wanted)


def install_for_serving(options: argparse.Namespace) -> None:
    """Install what serving needs; gRPC is left out where its packages are not made for this machine."""
    if options.grpc:
        try:
            return install(GRPC_LOCK, RUN_LOCK)
        except CannotRun as refusal:
            if not VENV.exists():
                raise
            print("gRPC's packages cannot be had here, so it is left out (--no-grpc asks no more):", flush=True)
            print(str(refusal).strip().splitlines()[-2], flush=True)
            options.grpc = False
    return install(RUN_LOCK)


def make_venv() -> None:
    """Make `.venv`, and make it anew when it was left half made or its Python is gone."""
    if PYTHON.exists():
        looked = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
        if looked.returncode == 0:
            return
    try:
        import ensurepip  # noqa: F401 - Debian keeps it in a package of its own, and venv fails without it
        import venv
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise CannotRun(f"This Python comes without venv: install it with `apt install {package}`.") from None
    print("Making .venv ...", flush=True)
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotRun(f"The folder .venv could not be made: {error}.") from None


# --- Serving --------------------------------------------------------------------------------------------------------


def surroundings(options: argparse.Namespace) -> dict[str, str]:
    """Make the environment of our processes: what the person has set wins."""
    environment = dict(os.environ)
    environment["DJANGO_SETTINGS_MODULE"] = "labeller.settings"
    environment["LABELLER_DATA"] = str(options.data)
    environment["PYTHONUNBUFFERED"] = "1"  # what they say appears when they say it, also in a file
    environment.setdefault("LABELLER_HTTPS", "off")
    names = ["localhost", "127.0.0.1", "[::1]", socket.gethostname()]
    if options.host not in ("", "0.0.0.0", "::", *LOOPBACK):  # noqa: S104 - compared with, not listened on
        names.append(f"[{options.host}]" if ":" in options.host else options.host)
    environment.setdefault("LABELLER_HOSTS", ",".join(names))
    environment.setdefault("LABELLER_URL", address_of(options))
    return environment


def check_place(options: argparse.Namespace) -> None:
    """Refuse a port or a data folder that cannot be had, before anything starts."""
    try:
        options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"The data folder {options.data} cannot be made: {error.strerror}.") from None
    if not os.access(options.data, os.W_OK | os.X_OK):
        raise CannotRun(f"The data folder {options.data} cannot be written to.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise CannotRun(f"{options.host} is no address of this machine.") from None
    except PermissionError:
        raise CannotRun(f"Port {options.port} may not be opened by this user: choose one above 1023.") from None
    except OSError as error:
        taken = f"Port {options.port} on {options.host} is taken: end what uses it, or choose another with --port."
        raise CannotRun(taken if error.errno == errno.EADDRINUSE else f"{options.host}: {error.strerror}.") from None


def answers(options: argparse.Namespace) -> bool:
    """Say whether the server answers `GET /healthz`."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(options.host, options.host)  # noqa: S104 - as above
    try:
        with socket.create_connection((target, options.port), timeout=10) as line:
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return line.recv(10) in (b"HTTP/1.1 2", b"HTTP/1.1 3", b"HTTP/1.1 4")
    except OSError:
        return False


def wait_for_answer(web: Child, options: argparse.Namespace) -> None:
    """Wait until the server is open for business."""
    end = time.monotonic() + PATIENCE
    while not answers(options):
        if web.process.poll() is not None:
            raise CannotRun("The server could not start; the lines above say why.")
        if time.monotonic() > end:
            raise CannotRun(f"The server did not answer within {PATIENCE} seconds.")
        time.sleep(0.03)


def address_of(options: argparse.Namespace) -> str:
    """Return the address of the pages."""
    shown = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{shown}:{options.port}"


def say_where(options: argparse.Namespace, environment: dict[str, str]) -> None:
    """Print the address, the logins as long as their file is kept, and what a careless operator should know."""
    print(f"\nLabeller is ready: {address_of(options)}/", flush=True)
    if environment["LABELLER_HTTPS"].lower() not in ("off", "0", "false", "no"):
        print("It serves over HTTPS only: put a proxy with a certificate in front (see README).", flush=True)
    elif options.host not in LOOPBACK:
        print("Warning: plain HTTP on an address that others can reach. Passwords and pictures travel readable.")
        print("Set LABELLER_HTTPS=on behind a proxy with a certificate; LABELLER_HOSTS names the hosts people type.")
    logins = options.data / "logins.txt"
    if logins.exists():
        print(f"\n{logins.read_text().rstrip()}\n(shown at each start until you delete {logins})", flush=True)
    print("\nCtrl-C ends it.", flush=True)


def watch(web: Child, *others: Child) -> NoReturn:
    """Keep all alive: the others are started again, the end of the server is the end."""
    while True:
        time.sleep(0.5)
        if web.process.poll() is not None:
            raise CannotRun("The server has ended by itself, so everything stops.")
        for other in others:
            other.revive()


def serve(options: argparse.Namespace) -> NoReturn:
    """Start web and worker, and stay until told to stop."""
    check_place(options)
    install_for_serving(options)
    environment = surroundings(options)
    children: list[Child] = []

    def start(name: str, *command: str) -> Child:
        return Child(name, [str(PYTHON), str(ROOT / "manage.py"), *command], environment)

    try:
        prepare = ["--prepare"] if options.no_demo else ["--prepare", "--demo"]
        place = ["--host", options.host, "--port", str(options.port)]
        children.append(start("The server", "web", *place, *prepare))
        wait_for_answer(children[0], options)
        say_where(options, environment)
        children.append(start("The background worker", "worker"))
        if options.grpc:
            children.append(start("The gRPC server", "grpc"))
        watch(*children)
    finally:
        stop(children)


def interrupt(number: int, frame: object) -> None:
    """Treat a request to end like Ctrl-C."""
    raise KeyboardInterrupt


def port(word: str) -> int:
    """Read a port."""
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= 65535):
        raise argparse.ArgumentTypeError(f"'{word}' is no port: write a number from 1 to 65535")
    return int(word)


def read_command(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="run.py", description="Serve Labeller, or test it.")
    parser.add_argument("command", nargs="?", choices=["serve", "test"], default="serve", help="what to do")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=port, default=8000, help="port to listen on (8000)")
    data = os.environ.get("LABELLER_DATA") or str(ROOT / "data")
    parser.add_argument("--data", type=Path, default=data, metavar="DIR", help="folder of all that is kept (./data)")
    parser.add_argument("--no-demo", action="store_true", help="make no demo apps and people in an empty database")
    parser.add_argument("--no-grpc", dest="grpc", action="store_false", help="serve no gRPC")
    options = parser.parse_args(words)
    options.data = options.data.resolve()
    return options


def main(words: list[str]) -> int:
    """Run one of the two commands; whatever goes wrong is one line, never a traceback."""
    options = read_command(words)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):  # as nohup sets it
            signal.signal(number, interrupt)
    try:
        if options.command == "serve":
            serve(options)  # until it is interrupted
        install(TEST_LOCK, RUN_LOCK, GRPC_LOCK)
        return subprocess.run([PYTHON, "-m", "tests.everything"], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0 if options.command == "serve" else 130
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
