"""How many persons stand how with cases, sentences and measures after release, as text for a terminal."""

from api.cli.page import say
from api.cli.text import answered_from, counted, covered
from api.schemas.cases import CasesOut
from api.schemas.counts import GroupOut


def cases(answer: CasesOut) -> None:
    """Print how many persons stand how."""
    say(f"Persons on {answer.as_of}; one may stand in several groups")
    for title, groups in (
        ("With a case", answer.states),
        ("Serving", answer.serving),
        ("After release", answer.after_release),
    ):
        say(f"\n{title}")
        _groups(groups)
    say()
    covered(answer.coverage)
    answered_from(answer.as_known)


def _groups(groups: list[GroupOut]) -> None:
    counted([(group.group, group) for group in groups])
    if not groups:
        say("  nobody, as far as this log knows")
