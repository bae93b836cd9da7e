"""How long pages take: every page of a served instance, warm, over the record and over the shipped registers."""

import json
import re
from collections.abc import Iterator
from statistics import median
from typing import Final

from api.cli.main import khronika
from tests.benchmarks.databases import Record
from tests.benchmarks.measure import ROOT, Figure, MismatchError, Target, timed
from tests.benchmarks.registers import COMMAND
from tests.benchmarks.serving import Served, serving

NAME = "pages"
TIMES: Final = 7
"""How often each page is asked for, after a first time that is not counted."""
DAYS: Final = {"the record": "2021-06-30", "the registers": "2017-07-04"}
SECONDS: Final = {"the record": 0.3, "the registers": 0.1}
"""What a page may take."""
CHARTS: Final = frozenset({"/overview", "/bridge", "/chart/overview.svg", "/chart/bridge.svg"})
CHART: Final = 0.15
"""What a page with a chart may take on the shipped registers, and its drawing."""
PATHS: Final = (
    *("/", "/overview", "/bridge", "/cases", "/published", "/sanctions", "/cycle", "/demands", "/incidents"),
    *("/mandates", "/laws", "/places", "/search", "/quality", "/definitions", "/log", "/about", "/report"),
    *("/chart/overview.svg", "/chart/bridge.svg"),
)
GROUPED: Final = (
    "/?definition=held&by=liberty",
    "/?definition=held&by=liberty&group=colony",
    "/?definition=in-custody&by=recognizer",
    "/bridge?definition=held&from={day}@{half}",
)
"""Lists in groups and of one group, and what was learnt of one day since the log had half its size."""
LINKED: Final = (("/", "people"), ("/", "facts"), ("/", "sources"))
"""Pages with an identifier, and which page leads to one."""


def measure(record: Record) -> Iterator[Figure]:
    """Ask for each page, one after the other, over one connection that is kept."""
    for over, url in (("the record", record.url), ("the registers", _registers(record))):
        with serving((*COMMAND, "serve", "--port", "PORT"), url) as served:
            for path, took in _asked(served, DAYS[over]):
                bound = CHART if over == "the registers" and path in CHARTS else SECONDS[over]
                target = Target(1000 * bound, at_most=True)
                yield Figure(NAME, record.kind, f"{path} over {over}", 1000 * took, "ms", target)


def _registers(record: Record) -> str:
    """Load the shipped registers into a database of their own, and return its URL."""
    url = record.databases.migrated()
    khronika(["--database", url, "load", str(ROOT / "registers" / "belarus")], standalone_mode=False)
    return url


def _asked(served: Served, day: str) -> Iterator[tuple[str, float]]:
    asked = f"?as_of={day}&definition=held"
    for path in PATHS:
        before = "&from=2016-07-04" if "bridge" in path else ""
        yield path, _median(served, path + asked + before)
    size = json.loads(served.get(f"/v1/counts{asked}"))["basis"]["as_known"]["size"]
    for address in GROUPED:
        given = address.format(day=day, half=size // 2)
        yield given.replace(str(size // 2), "half the log"), _median(served, f"{given}&as_of={day}")
    for page, room in LINKED:
        found = re.search(rf'href="(/{room}/[0-9a-f-]{{36}})', served.get(page + asked).decode())
        if found is None:
            raise MismatchError(f"{page} leads to no {room}")
        yield f"/{room}/…", _median(served, f"{found[1]}?as_of={day}")
        if room == "facts":
            yield "/facts/…/impact", _median(served, f"{found[1]}/impact?as_of={day}")


def _median(served: Served, address: str) -> float:
    served.get(address)
    return median(timed(lambda: served.get(address))[0] for _ in range(TIMES))
