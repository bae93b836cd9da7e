"""Clauses of the guidelines by which bodies recognize political prisoners: a versioned registry of those read.

A recognition prints a clause as its statement does. What is not here is an opaque key, shown as it is written.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in one version of a document: what it covers in our words, and the page that shows it.

    ``version`` is empty where the page does not say which one it cites.
    """

    clause: str
    document: str
    version: str
    covers: str
    source: str


CLAUSES: Final = (
    Clause(
        "3.1 (a)",
        "Guidelines on the Definition of Political Prisoners",
        "",
        "persecution over the peaceful exercise of a freedom",
        "https://penbelarus.org/en/2021/08/20/zayava-pravaabaronchyh-arganizaczyj-belarusi-ab-pryznanni-chatyroh-palitvyaznyau.html",
    ),
)


def clause_of(text: str) -> Clause | None:
    """Return the clause that a recognition prints; none for an opaque key."""
    return next((one for one in CLAUSES if one.clause == text), None)
