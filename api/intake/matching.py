"""Whom of the record a row of a list may be about: candidates with a score and reasons, for a person to judge."""

from api.intake.proposal import Proposal
from domain.facts import Named, PersonRegistered, word
from projections.matching import Names
from projections.search import Candidate


def candidates(proposal: Proposal, names: Names) -> list[Candidate]:
    """Return whom the person that a proposal registers may be; none if it registers nobody."""
    if registered(proposal) is None:
        return []
    return names.like([one["text"] for one in proposal.facts if one["type"] == word(Named)])


def registered(proposal: Proposal) -> str | None:
    """Return the key of the person whom a proposal registers, if it does."""
    return next((one["key"] for one in proposal.facts if one["type"] == word(PersonRegistered)), None)


def reasons(candidate: Candidate) -> str:
    """Say why a person may be meant: the recorded name, and how its parts fit those in the list."""
    best = candidate.matches[0]
    fits = [f"{fit.one} ~ {fit.other}: {fit.how}" for fit in best.likeness.fits]
    left = [f"{part}: in one name alone" for part in best.likeness.left]
    return f"{best.text} ({'; '.join([*fits, *left])})"
