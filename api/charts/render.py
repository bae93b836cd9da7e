"""Specifications to SVG, in this process: nothing is fetched, no script goes along, and the last ones are kept."""

import json
from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import Final

from api.charts.grammar import Specification

KEPT: Final = 128
"""How many SVGs are kept, each some tens of kilobytes."""
VERSION: Final = "6.4"
"""Of Vega-Lite: that whose grammar the pinned altair writes."""

_kept: OrderedDict[str, str] = OrderedDict()
_lock: Final = Lock()


def svg(specification: Specification) -> str:
    """Return a chart as SVG; the first one of a process takes half a second longer."""
    written = json.dumps(specification, sort_keys=True)
    digest = sha256(written.encode()).hexdigest()
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
        made = _drawn(written)
        _kept[digest] = made
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
        return made


def _drawn(written: str) -> str:
    import vl_convert  # noqa: PLC0415 -- it holds an engine of its own, which nothing but a chart needs

    return str(vl_convert.vegalite_to_svg(written, vl_version=VERSION, allowed_base_urls=[]))
