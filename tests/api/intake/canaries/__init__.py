"""Lists with words that must not enter the database, one file for each format: the test of minimization reads them all.

A format joins by a file of its own name here, which has ``lists(folder, kept)``: it writes a list whose forbidden cells
hold words of `FORBIDDEN`, and a kept one the word ``kept``, and returns the paths and options that ``khronika import``
takes after the format. A word that a format has no cell for is left out.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

FORBIDDEN: Final = {
    "born": "1987-04-23",
    "born by day": "23/04/1987",
    "born in words": "23 Apr 1987",
    "address": "Canarystreet 11-22",
    "lawyer": "Canarylawyer",
    "judge": "Canaryjudge",
    "photo": "https://example.org/canaryphoto.jpg",
    "identity number": "MP7654321CN",
    "phone": "+375 29 7654321",
    "email": "canary@example.org",
    "workplace": "Canaryworks",
    "title": "Canarytitle",
    "remark": "Canaryremark",
}
Lists = Callable[[Path, str], list[str]]


def formats() -> Iterator[tuple[str, Lists]]:
    """Yield each format that has canaries, with what writes its lists."""
    for module in iter_modules(__path__):
        yield module.name.replace("_", "-"), import_module(f"{__name__}.{module.name}").lists
