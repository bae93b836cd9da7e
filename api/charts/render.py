"""Specifications to SVG, in this process: nothing is fetched, no script goes along, and the last ones are kept."""

import json
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Final

Specification = dict[str, object]
KEPT: Final = 128
"""How many SVGs are kept, each some tens of kilobytes."""
VERSION: Final = "6.4"
"""Of Vega-Lite: that whose grammar the pinned altair writes."""


class Drawings:
    """The last SVGs, by a digest of what each was made from: the specification is a function of that."""

    def __init__(self, kept: int = KEPT) -> None:
        """Keep so many."""
        self._most = kept
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def of(self, numbers: str, made: Callable[[], Specification]) -> str:
        """Return the SVG of some numbers; the first one of a process takes a second longer."""
        digest = sha256(numbers.encode()).hexdigest()
        with self._lock:
            if digest not in self._kept:
                self._kept[digest] = svg(made())
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(digest)
            return self._kept[digest]

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)


def svg(specification: Specification) -> str:
    """Draw a specification, which may load nothing from anywhere."""
    import vl_convert  # noqa: PLC0415 -- it holds an engine of its own, which nothing but a chart needs

    return str(vl_convert.vegalite_to_svg(json.dumps(specification), vl_version=VERSION, allowed_base_urls=[]))
