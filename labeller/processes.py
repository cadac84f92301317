"""Processes of our own, as run.py needs them: they end when we end, and come again when they should not have ended.

Nothing but the standard library: this is used before any package is installed.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

FAREWELL = 25  # seconds that running requests get to finish
NOT_TO_BE_HAD = 3  # how a process ends where starting it again would not help


class Child:
    """One process of ours: it ends when we end, and it is told to end before it is made to."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.pause = 0.5
        self.due: float | None = None
        self.start()

    def start(self) -> None:
        """Start it, or start it again."""
        self.born = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C in the terminal is for us, and we pass it on
            preexec_fn=end_with_parent() if sys.platform == "linux" else None,  # noqa: PLW1509 - no thread runs yet
        )

    def revive(self) -> None:
        """Start it again where it has ended by itself: after a second, and ever later while that does not help."""
        if self.process.poll() is None or self.process.returncode == NOT_TO_BE_HAD:
            return
        if self.due is None:
            self.pause = 1.0 if time.monotonic() - self.born > 60 else min(self.pause * 2, 60.0)
            self.due = time.monotonic() + self.pause
            sys.stderr.write(f"{self.name} has ended by itself; it starts again in {self.pause:.0f} s.\n")
        elif time.monotonic() >= self.due:
            self.due = None
            self.start()

    def stop(self, patience: float) -> None:
        """Wait until it has ended, and kill it when it does not."""
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def end_with_parent() -> Callable[[], None]:
    """Give what a child calls so that Linux ends it when we are killed without a chance to say so."""
    import ctypes

    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask


def stop(children: list[Child]) -> None:
    """End all processes: tell all, then wait for each."""

    def end_at_once(number: int, frame: object) -> None:
        for child in children:
            child.process.kill()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end_at_once)
    for child in children:
        child.process.terminate()
    end = time.monotonic() + FAREWELL
    for child in children:
        child.stop(max(0.1, end - time.monotonic()))
