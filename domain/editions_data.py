"""The lines of the registry: article, title in our words, act, first day in force, first day not in force, page read.

The Criminal Code of 9 July 1999 is in force since 1 January 2001, the Code of Administrative Offences of 2003 from
1 March 2007 to the end of February 2021, and that of 2021 from then on. An article that a code had when the page was
written and of which nothing says that it was added is taken to stand in it from its first day.
"""

from typing import Final

_CC: Final = "Criminal Code of 9 July 1999"
_CC_FROM: Final = "2001-01-01"
_CAO_2003: Final = "Code of Administrative Offences of 2003"
_CAO_2021: Final = "Code of Administrative Offences of 2021"
_CAO_FROM: Final = "2007-03-01"
_CAO_NEW: Final = "2021-03-01"

_NEW_CAO: Final = "https://belsat.eu/en/news/02-03-2021-new-administrative-code-comes-into-force-in-belarus/"

LINES: Final[tuple[tuple[str, str, str, str, str, str], ...]] = (
    (
        "CC 193-1",
        "acting in the name of an organization that is not registered",
        "law of December 2005",
        "[2005-12-15..2006-12-31]",
        "2019-07-19",
        "https://spring96.org/en/news/89908",
    ),
    (
        "CC 193-1",
        "acting in the name of an organization that is not registered, or was closed",
        "law 144-Z of January 2022",
        "[2022-01-14..2022-01-22]",
        "",
        "https://belsat.eu/en/news/13-01-2022-new-law-returns-liability-for-activities-on-behalf-of-unregistered-organizations/",
    ),
    ("CAO 23.4", "disobeying an official", _CAO_2003, _CAO_FROM, _CAO_NEW, _NEW_CAO),
    ("CAO 23.34", "breach of the order of mass events", _CAO_2003, _CAO_FROM, _CAO_NEW, _NEW_CAO),
    ("CAO 24.3", "disobeying an official", _CAO_2021, _CAO_NEW, "", _NEW_CAO),
    ("CAO 24.23", "breach of the order of mass events", _CAO_2021, _CAO_NEW, "", _NEW_CAO),
)
