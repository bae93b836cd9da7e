"""The overview as a chart: our count with its band, published figures on a scale of their own, and bars below."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

import altair as alt

from api.charts.grammar import DARK, LIGHT, WIDTH, Datasets, Ink, Part, dressed
from api.charts.publishers import OTHERS, SHAPES, told_apart
from api.charts.render import Specification
from api.languages import Language
from api.schemas.overview import LastingOut, OverviewOut
from domain.sanctions import Stand

ROW = 30
"""Pixels for one bar and its label."""
_LEGEND = alt.Legend(
    title=None, orient="bottom", columns=3, columnPadding=56, labelLimit=250, symbolStrokeWidth=1.5, symbolOpacity=1
)
"""The same object for shape and colour, so that they make one legend."""
FRAMES = 64
"""How many specifications without their numbers are kept."""
ENDS = ("the first day", "the last day")
"""What stands in them for the ends of the time."""
EDGE = 5
"""Pixels beside the first and the last day, so that no mark there is cut in half."""
MARGIN = 44
"""Pixels for the numbers on the left, the same in every part, so that all share their days."""


def specification(answer: OverviewOut, language: Language, *, dark: bool = False) -> Specification:
    """Draw the parts that the record holds, one below the other, over the same time."""
    called = tuple(_named(one, language) for one in dict.fromkeys(told_apart(answer.published).values()))
    names = _names(answer.sanctions, language), _names(answer.mandates, language)
    frame, ends = _frame(answer.basis.definition.id, called, *names, language, dark=dark), _ends(answer)
    for placed, day in zip(ENDS, ends, strict=True):
        frame = frame.replace(json.dumps(placed), json.dumps(day))
    return dict(json.loads(frame)) | {"datasets": _data(answer, language, *ends)}


@lru_cache(maxsize=FRAMES)
def _frame(
    rule: str,
    called: tuple[str, ...],
    sanctions: tuple[str, ...],
    mandates: tuple[str, ...],
    language: Language,
    *,
    dark: bool,
) -> str:
    """Return the specification as JSON, without data, and with `ENDS` for its first and last day.

    The grammar takes as long over it as the drawing, and it is the same for most days: so it is kept.
    """
    ink, say = DARK if dark else LIGHT, language.say
    across = alt.Scale(domain=[*ENDS], type="utc", nice=False, padding=EDGE)
    parts = [_count(rule, across, ink, language)]
    if called:
        parts.append(_published(called, across, ink, language))
    for kind, title, names in (("sanctions", say("Sanctions"), sanctions), ("mandates", say("Mandates"), mandates)):
        if names:
            above = alt.TitleParams(title, subtitle=say("strong: in force; grey: suspended; faint: possibly"))
            parts.append(_bars(kind, above, names, across, ink))
    # Else the legend of the figures stands below everything.
    whole = alt.vconcat(*parts, spacing=18).resolve_scale(stroke="independent", shape="independent")
    return json.dumps(dressed(whole, ink))


def _ends(answer: OverviewOut) -> tuple[str, str]:
    """Return the first and the last day of the chart: of our count, or of a later figure, and never after the day."""
    days = [one.as_of for one in answer.points] or [answer.basis.as_of]
    return f"{days[0][:7]}-01", min(answer.basis.as_of, max(days[-1], *(one.last for one in answer.published), ""))


def _time(field: str, across: alt.Scale) -> alt.X:
    axis = alt.Axis(
        title=None, grid=False, format="%Y", tickCount="year", labelOverlap=True, labelFlush=False, labelSeparation=12
    )
    return alt.X(field, type="temporal", scale=across, axis=axis)


def _number(field: str, title: str) -> alt.Y:
    axis = alt.Axis(format="d", tickMinStep=1, tickCount=5, domain=False, minExtent=MARGIN, maxExtent=MARGIN)
    return alt.Y(field, type="quantitative", title=title, scale=alt.Scale(nice=True, zero=True), axis=axis)


def _count(rule: str, across: alt.Scale, ink: Ink, language: Language) -> Part:
    base, persons = alt.Chart(alt.NamedData("count")), language.word("persons")
    band = base.mark_area(interpolate="step-after", color=ink.band).encode(
        x=_time("day", across), y=_number("certain", persons), y2="possible"
    )
    line = base.mark_line(interpolate="step-after", color=ink.count, strokeWidth=2).encode(
        x=_time("day", across), y=_number("certain", persons)
    )
    title = alt.TitleParams(
        language.say("Counted in this record: %(rule)s", rule=language.word(rule)),
        subtitle=[language.say("line: certain; band: from certain to possible"), language.say("end of each month")],
    )
    return alt.layer(band, line).properties(width=WIDTH, height=190, title=title)


def _published(called: Sequence[str], across: alt.Scale, ink: Ink, language: Language) -> Part:
    dots, persons = alt.Chart(alt.NamedData("published")), language.word("persons")
    days = dots.mark_rule(opacity=0.5, clip=True).encode(
        x=_time("day", across), x2="until", y=_number("number", persons), stroke=_whose(called, ink)
    )
    shapes = alt.Scale(domain=list(called), range=list(SHAPES))
    point = dots.mark_point(filled=False, size=34, strokeWidth=1.5, opacity=1, clip=True).encode(
        x=_time("day", across),
        y=_number("number", persons),
        stroke=_whose(called, ink),
        shape=alt.Shape("publisher", type="nominal", scale=shapes, legend=_LEGEND),
    )
    line = (
        alt.Chart(alt.NamedData("count"))
        .mark_line(interpolate="step-after", color=ink.count)
        .encode(x=_time("day", across), y=_number("certain", persons))
    )
    title = alt.TitleParams(
        language.say("Published by others, on the scale of their figures"),
        subtitle=[
            language.say("marks: the lowest number that the words allow, by publisher"),
            language.say("line: ours, on the same scale"),
        ],
    )
    return alt.layer(days, line, point).properties(width=WIDTH, height=190, title=title)


def _whose(called: Sequence[str], ink: Ink) -> alt.Stroke:
    colours = alt.Scale(domain=list(called), range=list(ink.publishers))
    return alt.Stroke("publisher", type="nominal", scale=colours, legend=_LEGEND)


def _bars(kind: str, above: alt.TitleParams, names: Sequence[str], across: alt.Scale, ink: Ink) -> Part:
    y = alt.Y("what", type="nominal", sort=list(names), axis=None, scale=alt.Scale(paddingInner=0.1))
    shade = alt.Scale(domain=[Stand.IN_FORCE, Stand.SUSPENDED], range=[ink.other, ink.quiet])
    surety = alt.Scale(domain=["certainly", "possibly"], range=[0.9, 0.4])
    bar = (
        alt.Chart(alt.NamedData(kind))
        .mark_bar(height=6, yOffset=8, clip=True)
        .encode(
            x=_time("from", across),
            x2="to",
            y=y,
            color=alt.Color("state", type="nominal", scale=shade, legend=None),
            opacity=alt.Opacity("holds", type="nominal", scale=surety, legend=None),
        )
    )
    label = (
        alt.Chart(alt.NamedData(f"names of {kind}"))
        .mark_text(align="left", baseline="middle", yOffset=-5, limit=WIDTH)
        .encode(x=alt.value(0), y=y, text=alt.Text("what", type="nominal"))
    )
    return alt.layer(bar, label).properties(width=WIDTH, height=ROW * len(names), title=above)


def _named(publisher: str, language: Language) -> str:
    return language.say(OTHERS) if publisher == OTHERS else publisher


def _data(answer: OverviewOut, language: Language, begin: str, end: str) -> Datasets:
    """Return the numbers of the chart, under the names that its parts use."""
    called = told_apart(answer.published)
    found: Datasets = {
        "count": [{"day": one.as_of, "certain": one.certain, "possible": one.possible} for one in answer.points],
        "published": [
            {
                "day": one.first,
                "until": one.last,
                "number": one.low,
                "publisher": _named(called[one.publisher], language),
            }
            for one in answer.published
        ],
    }
    after = _after(end)
    for name, bars in (("sanctions", answer.sanctions), ("mandates", answer.mandates)):
        found[name] = [
            {
                "what": language.words(one.what),
                "state": one.state,
                "holds": one.holds,
                "from": max(one.start, begin),
                "to": min(_after(one.last or end), after),
            }
            for one in bars
        ]
        found[f"names of {name}"] = [{"what": one} for one in _names(bars, language)]
    return found


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _names(bars: Sequence[LastingOut], language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language.words(one.what) for one in bars))
