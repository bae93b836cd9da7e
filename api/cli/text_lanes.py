"""The lanes of a person beside liberty and recognition, as text for a terminal."""

from api.cli.page import say
from api.schemas.cases import CaseOut, MeasureOut, SentenceOut, StretchOut
from api.schemas.people import PersonOut


def lanes(record: PersonOut) -> None:
    """Print the lanes of a person beside liberty and recognition, if there are any."""
    for title, lines in (
        ("Cases", [line for one in record.cases for line in _case(one)]),
        ("Sentences", [line for one in record.sentences for line in _sentence(one)]),
        ("After release", [line for one in record.after_release for line in _measure(one)]),
    ):
        if lines:
            say(f"\n{title}")
            for line in lines:
                say(f"  {line}")


def _case(one: CaseOut) -> list[str]:
    title = ", ".join(part for part in (f"{one.proceedings} case", one.called, *one.articles) if part)
    charges = [
        f"  {_days(charge.start, charge.end)}: charged under {charge.article}"
        + (", possibly" if charge.holds == "possibly" else "")
        for charge in one.charges
    ]
    return [title, *_stretches(one.states), *charges]


def _sentence(one: SentenceOut) -> list[str]:
    return ["sentence: punishment, then term", *_stretches(one.punishment), *_stretches(one.term)]


def _measure(one: MeasureOut) -> list[str]:
    return [one.measure, *(f"  {_days(span.start, span.end)}: {span.holds}" for span in one.applies)]


def _stretches(several: list[StretchOut]) -> list[str]:
    return [f"  {_days(one.start, one.end)}: {' or '.join(one.may_be)}" for one in several]


def _days(start: str, end: str | None) -> str:
    return f"{start} to {end or 'further notice'}"
