"""What a chart says, in one sentence made from its numbers: its alternative text."""

from collections.abc import Sequence

from api.languages import Language
from api.schemas.bridge import BridgeOut
from api.schemas.counts import PointOut
from api.schemas.overview import PublishedPointOut
from domain.dates import day_of


def of_overview(
    definition: str, points: Sequence[PointOut], published: Sequence[PublishedPointOut], language: Language
) -> str:
    """Say where a count began, where it ended, when it was largest, and how far what is published lies from it."""
    say, rule = language.say, language.word(definition)
    if not points:
        return say("%(rule)s: nothing is recorded for this time.", rule=rule)
    first, last = points[0], points[-1]
    most = max(points, key=lambda one: (one.possible, one.certain))
    parts = [
        say(
            "%(rule)s: %(first)s on %(start)s, %(last)s on %(end)s",
            rule=rule,
            first=many(first, language),
            start=day(first.as_of, language),
            last=many(last, language),
            end=day(last.as_of, language),
        )
    ]
    if most not in {first, last}:
        parts.append(
            say(", most on %(day)s with %(number)s", day=day(most.as_of, language), number=many(most, language))
        )
    if len(published) == 1:
        figure = published[0]
        number, publisher = figure.quantity, figure.publisher
        parts.append(
            say("; the one published figure is %(quantity)s, by %(publisher)s", quantity=number, publisher=publisher)
        )
    elif published:
        top = max(published, key=lambda one: (one.low, one.last))
        parts.append(
            language.several(
                "; of %(num)s published figure the largest is %(quantity)s, by %(publisher)s",
                "; of %(num)s published figures the largest is %(quantity)s, by %(publisher)s",
                len(published),
                quantity=top.quantity,
                publisher=top.publisher,
            )
        )
    return f"{''.join(parts)}."


def of_bridge(answer: BridgeOut, language: Language) -> str:
    """Say from which count to which, and what each step did."""
    before, after, say = answer.before, answer.after, language.say
    steps = ", ".join(
        say(
            "%(step)s %(certain)s certain and %(possible)s possible",
            step=language.word(one.step),
            certain=f"{one.certain:+d}",
            possible=f"{one.possible:+d}",
        )
        for one in answer.steps
    )
    return say(
        "From %(certain)s certain, %(possible)s possible on %(start)s"
        " to %(certain_after)s certain, %(possible_after)s possible on %(end)s: %(steps)s.",
        certain=before.certain,
        possible=before.possible,
        start=day(before.basis.as_of, language),
        certain_after=after.certain,
        possible_after=after.possible,
        end=day(after.basis.as_of, language),
        steps=steps,
    )


def many(point: PointOut, language: Language) -> str:
    """Say a count: one number if both bounds are the same."""
    if point.certain == point.possible:
        return str(point.certain)
    return language.say("%(low)s to %(high)s", low=point.certain, high=point.possible)


def day(text: str, language: Language) -> str:
    """Say ``2017-07-04`` as 4 July 2017; a drawing breaks no line, so its spaces are plain."""
    return language.day(day_of(text)).replace("\N{NO-BREAK SPACE}", " ")
