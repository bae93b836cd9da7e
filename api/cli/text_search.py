"""Candidates for a name as text for a terminal."""

from api.cli.page import say
from api.cli.text import answered_from, named
from api.schemas.search import MatchOut, SearchOut


def candidates(answer: SearchOut) -> None:
    """Print whom a name may mean, each with the names that are like it and why."""
    for one in answer.candidates:
        say(f"{'likely' if one.likely else 'less likely'} {one.score:.2f}  {named(one.name)}")
        say(f"  person {one.id}")
        for match in one.matches:
            say(f"  {match.score:.2f}  {match.text}: {_why(match)}")
    if answer.more:
        say(f"{answer.more} more are less like it. A longer name has fewer candidates.")
    if answer.candidates:
        say("These are candidates to look at: a likeness of names says nothing about who is who.")
    else:
        say("Nobody, as far as this log knows.")
    answered_from(answer.as_known)


def _why(match: MatchOut) -> str:
    fits = [f"{fit.asked} = {fit.recorded}, {fit.how}" for fit in match.parts]
    left = [f"without a counterpart {', '.join(match.left)}"] if match.left else []
    return "; ".join([*fits, *left])
