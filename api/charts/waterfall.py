"""A bridge as a waterfall: the count before, what each step added or took, the count after."""

from typing import Final

import altair as alt

from api.charts.grammar import DARK, LIGHT, WIDTH, Ink, Part, dressed
from api.charts.render import Specification
from api.charts.sentences import day
from api.schemas.bridge import BridgeOut

SAYS: Final = {"knowledge": "what was learnt", "world": "what happened", "rule": "another rule"}
KINDS: Final = ("count", "more", "fewer", "the same")
ROW: Final = 34
"""Pixels for one bar."""
MARGIN: Final = 170
"""Pixels for what each bar is."""


def specification(answer: BridgeOut, *, dark: bool = False) -> Specification:
    """Draw certain and possible one below the other, each from the count before to the count after."""
    ink = DARK if dark else LIGHT
    data = {bound: _bars(answer, bound) for bound in ("certain", "possible")}
    names = [str(one["step"]) for one in data["certain"]]
    whole = alt.vconcat(*(_part(bound, names, ink) for bound in data), spacing=18).resolve_scale(x="shared")
    return dressed(whole, ink) | {"datasets": data}


def _bars(answer: BridgeOut, bound: str) -> list[dict[str, str | int]]:
    """Return the bars of one bound: each begins where the one before ended."""
    before, after = answer.before, answer.after
    level = int(getattr(before, bound))
    bars = [_bar(f"before: {day(before.basis.as_of)}", 0, level, "count", str(level))]
    for one in answer.steps:
        change = int(getattr(one, bound))
        kind = "more" if change > 0 else "fewer" if change < 0 else "the same"
        bars.append(_bar(SAYS[one.step], level, level + change, kind, f"{change:+d}"))
        level += change
    last = int(getattr(after, bound))
    return [*bars, _bar(f"after: {day(after.basis.as_of)}", 0, last, "count", str(last))]


def _bar(step: str, start: int, end: int, kind: str, said: str) -> dict[str, str | int]:
    return {"step": step, "from": start, "to": end, "kind": kind, "says": said, "right": max(start, end)}


def _part(bound: str, names: list[str], ink: Ink) -> Part:
    base = alt.Chart(alt.NamedData(bound))
    axis = alt.Axis(title=None, ticks=False, domain=False, minExtent=MARGIN, maxExtent=MARGIN, labelLimit=MARGIN)
    y = alt.Y("step", type="nominal", sort=names, axis=axis)
    across = alt.Axis(title="persons", tickMinStep=1, tickCount=6, domain=False)
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
    return alt.layer(bar, number).properties(width=WIDTH - MARGIN, height=ROW * len(names), title=bound.capitalize())
