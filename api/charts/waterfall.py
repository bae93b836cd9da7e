"""A bridge as a waterfall: the count before, what each step added or took, the count after."""

from collections.abc import Mapping
from typing import Final

import altair as alt

from api.charts.grammar import DARK, LIGHT, WIDTH, Ink, Part, dressed
from api.charts.render import Specification
from api.charts.sentences import day
from api.languages import Language, to_say
from api.schemas.bridge import BridgeOut

SAYS: Final[Mapping[str, str]] = {
    "knowledge": to_say("what was learnt"),
    "world": to_say("what happened"),
    "rule": to_say("another rule"),
}
BOUNDS: Final[Mapping[str, str]] = {"certain": to_say("Certain"), "possible": to_say("Possible")}
KINDS: Final = ("count", "more", "fewer", "the same")
ROW: Final = 34
"""Pixels for one bar."""
MARGIN: Final = 170
"""Pixels for what each bar is."""


def specification(answer: BridgeOut, language: Language, *, dark: bool = False) -> Specification:
    """Draw certain and possible one below the other, each from the count before to the count after."""
    ink = DARK if dark else LIGHT
    data = {bound: _bars(answer, bound, language) for bound in BOUNDS}
    names = [str(one["step"]) for one in data["certain"]]
    whole = alt.vconcat(*(_part(bound, names, ink, language) for bound in data), spacing=18).resolve_scale(x="shared")
    return dressed(whole, ink) | {"datasets": data}


def _bars(answer: BridgeOut, bound: str, language: Language) -> list[dict[str, str | int]]:
    """Return the bars of one bound: each begins where the one before ended."""
    before, after = answer.before, answer.after
    level = int(getattr(before, bound))
    start, end = day(before.basis.as_of, language), day(after.basis.as_of, language)
    bars = [_bar(language.say("before: %(day)s", day=start), 0, level, "count", str(level))]
    for one in answer.steps:
        change = int(getattr(one, bound))
        kind = "more" if change > 0 else "fewer" if change < 0 else "the same"
        bars.append(_bar(language.say(SAYS[one.step]), level, level + change, kind, f"{change:+d}"))
        level += change
    last = int(getattr(after, bound))
    return [*bars, _bar(language.say("after: %(day)s", day=end), 0, last, "count", str(last))]


def _bar(step: str, start: int, end: int, kind: str, said: str) -> dict[str, str | int]:
    return {"step": step, "from": start, "to": end, "kind": kind, "says": said, "right": max(start, end)}


def _part(bound: str, names: list[str], ink: Ink, language: Language) -> Part:
    base = alt.Chart(alt.NamedData(bound))
    axis = alt.Axis(title=None, ticks=False, domain=False, minExtent=MARGIN, maxExtent=MARGIN, labelLimit=MARGIN)
    y = alt.Y("step", type="nominal", sort=names, axis=axis)
    across = alt.Axis(
        title=language.word("persons"), format="d", tickMinStep=1, tickCount=6, domain=False, labelFlush=False
    )
    shade = alt.Scale(domain=list(KINDS), range=[ink.count, ink.band, ink.other, ink.quiet])
    bar = base.mark_bar(height=16, minBandSize=1).encode(
        x=alt.X("from", type="quantitative", axis=across),
        x2="to",
        y=y,
        color=alt.Color("kind", type="nominal", scale=shade, legend=None),
    )
    number = base.mark_text(align="left", dx=5, color=ink.text).encode(
        x=alt.X("right", type="quantitative"), y=y, text=alt.Text("says", type="nominal")
    )
    title = language.say(BOUNDS[bound])
    return alt.layer(bar, number).properties(width=WIDTH - MARGIN, height=ROW * len(names), title=title)
