"""The hand that all charts are drawn in: inks for light and dark, quiet axes, a font that is at hand."""

from dataclasses import dataclass
from typing import Final

import altair as alt

from api.charts.render import Specification

Part = alt.LayerChart | alt.FacetChart
Datasets = dict[str, list[dict[str, str | int]]]
WIDTH: Final = 560
"""Pixels between the axes and the right edge; pages scale a chart to their width."""
FONT: Final = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""Families whose letters are equally wide. The engine that draws holds the first, so drawings are the same on every
machine; letters of a family that it must read from a disk take five times as long."""
SPARE: Final = 48
"""Pixels on the right, for readers who have none of these and whose letters are a sixth wider."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one scheme; each is told from the paper by 3:1 at least, texts by 4.5:1.

    ``publishers`` are those of `publishers.SHAPES`, in their order; they differ in lightness as well as in hue.
    """

    text: str
    quiet: str
    line: str
    count: str
    band: str
    other: str
    publishers: tuple[str, ...]


LIGHT: Final = Ink(
    text="#1e2022", quiet="#575b5f", line="#d9d6cd", count="#1d4d66", band="#86adc0", other="#7c3220",
    publishers=("#7c3220", "#2a6a9e", "#b0700a", "#4b2a7d", "#75787c"),
)  # fmt: skip
DARK: Final = Ink(
    text="#e5e3de", quiet="#aaadaf", line="#383c40", count="#9bcbe1", band="#44667a", other="#eaab93",
    publishers=("#eaab93", "#6fb2e6", "#d9a63a", "#d9c4f5", "#8e9296"),
)  # fmt: skip


def dressed(chart: alt.VConcatChart | alt.LayerChart, ink: Ink) -> Specification:
    """Return the specification of a chart in an ink.

    That it is valid Vega-Lite is a matter of tests: to look at each one again would take as long as to draw it.
    """
    axis = alt.AxisConfig(
        domainColor=ink.quiet, gridColor=ink.line, tickColor=ink.quiet, labelColor=ink.quiet, titleColor=ink.quiet,
        labelFont=FONT, titleFont=FONT, titleFontWeight="normal", labelFontSize=13, titleFontSize=13,
    )  # fmt: skip
    whole = chart.configure(
        background="transparent",
        font=FONT,
        padding={"left": 5, "top": 5, "right": SPARE, "bottom": 5},
        axis=axis,
        view=alt.ViewConfig(stroke=None),
        text=alt.MarkConfig(font=FONT, color=ink.quiet, fontSize=12),
        title=alt.TitleConfig(
            color=ink.text, font=FONT, fontWeight="normal", fontSize=15, anchor="start", frame="group", offset=10,
            subtitleColor=ink.quiet, subtitleFont=FONT, subtitleFontSize=13,
        ),
        legend=alt.LegendConfig(
            labelColor=ink.quiet, titleColor=ink.quiet, labelFont=FONT, titleFont=FONT, labelFontSize=13
        ),
    )  # fmt: skip
    return dict(whole.to_dict(validate=False))
