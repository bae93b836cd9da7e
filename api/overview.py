"""The overview: gathered from the questions it is made of, for the page and for its files."""

from typing import Final

from api import params
from api.bootstrap import Service
from api.charts import sentences
from api.languages import SOURCE, language
from api.schemas.basis import BasisOut
from api.schemas.counts import PointOut, SeriesOut
from api.schemas.overview import LastingOut, OverviewOut, PublishedPointOut
from domain.dates import Day, day_of, iso, shifted
from projections.basis import Basis

MONTHS: Final = 480
"""How far back the first month is looked for in which anybody may be counted, if none is asked for."""


def overview(service: Service, basis: Basis, first: str = "") -> OverviewOut:
    """Answer for the end of each month from ``first`` up to the day of the basis.

    What is later than any fact is left out: of that the record is silent, and silence is no number. Without ``first``
    the answer begins with the month before the first that may count anybody. Raises `QuestionError` for no month.
    """
    questions, size = service.questions, basis.head.size
    start = first or iso(shifted(basis.day, months=-MONTHS))[:7]
    months = params.months(start, iso(basis.day)[:7], today=questions.clock.today())
    newest = min(basis.day, Day(questions.clock.newest_day(size)))
    asked = [*(one.last for one in months if one.last < newest), newest] if newest >= months[0].first else [basis.day]
    series = SeriesOut.of(questions.series(basis, asked), {})
    points = [one for one in series.points if not one.beyond_newest_fact]
    if not first:
        points = _from_the_first(points)
    begin = day_of(f"{points[0].as_of[:7]}-01") if points else basis.day
    published = [
        PublishedPointOut.of(*one) for one in questions.published.near(basis.definition.id, begin, basis.day, size)
    ]
    return OverviewOut(
        says=sentences.of_overview(basis.definition.id, points, published, language(SOURCE)),
        points=points,
        published=published,
        sanctions=[LastingOut.of(one) for one in questions.spans.sanctions(begin, basis.day, size)],
        mandates=[LastingOut.of(one) for one in questions.spans.mandates(begin, basis.day, size)],
        scopes=series.scopes,
        basis=BasisOut.of(basis),
    )


def _from_the_first(points: list[PointOut]) -> list[PointOut]:
    counting = [place for place, one in enumerate(points) if one.possible]
    return points[max(0, counting[0] - 1) :] if counting else points[-1:]
