"""Places as text for a terminal: each with how many are held there, then its names and their passages."""

from api.cli.page import say
from api.cli.text import answered_from, covered, lost, named, quote
from api.schemas.places import HeldOut, PlaceOut, PlacesOut

_KEEPS = {"certainly": "", "possibly": ", possibly closed", "no": ", closed"}


def places(answer: PlacesOut) -> None:
    """Print places."""
    say(f"Places on {answer.as_of}: {len(answer.places)}")
    for one in answer.places:
        _one(one)
    say(f"\nHeld where no place is known, or withheld: {_many(answer.unstated)}")
    covered(answer.coverage)
    answered_from(answer.as_known)


def _one(one: PlaceOut) -> None:
    say(f"\n{named(one.title)}: {one.kind}{_KEEPS[one.keeps]}")
    say(f"  held there: {_many(one.held)}")
    say(f"  place {one.id}")
    for name in one.names:
        possibly = "" if name.holds == "certainly" else ", possibly"
        say(f"  {name.text} ({name.language}){possibly}")
        for passage in name.passages:
            quote(passage)
        lost(name.passages_missing, name.passages_withheld)


def _many(held: HeldOut) -> str:
    return f"{held.certain} certain, {held.possible} possible"
