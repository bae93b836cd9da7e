"""Real processes of ``khronika`` for tests: started, watched, ended, each with bounded patience."""

import os
import queue
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Self

from tests.api.conftest import KHRONIKA, ROOT

PATIENCE = 30.0


def soon(holds: Callable[[], bool], what: str) -> None:
    """Return when something holds; fail if it does not within the patience of a test."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class running:  # noqa: N801 -- reads as a verb where it is used
    """Run ``khronika`` with arguments over a database; at the end of the block it is gone."""

    def __init__(self, url: str, *arguments: str, **settings: str) -> None:
        self.url, self.arguments, self.settings = url, arguments, settings
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [KHRONIKA, *self.arguments],
            env={**os.environ, "KHRONIKA_DATABASE_URL": self.url, **self.settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def says(self, text: str) -> None:
        """Wait until a line holds a text."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{self.arguments} never said {text!r}, only {self.said}") from None
            self.said.append(line)
            if text in line:
                return

    def ends(self, number: int) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=PATIENCE)
        self._reader.join(PATIENCE)
        while not self._lines.empty():
            self.said.append(self._lines.get())
        assert self.process.stdout is not None
        self.process.stdout.close()
        assert "Traceback" not in "".join(self.said)
