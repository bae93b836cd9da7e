"""Whether a person is withheld: because somebody said so, or as a minor by default (docs/adr/0024)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.dates import Day
from domain.facts import BirthYearStated, PersonDisclosed, PersonWithheld, Withholding
from domain.folds.standing import Dated, Standing

OF_AGE: Final = 18
"""Years (Convention on the Rights of the Child, art. 1)."""


def withheld_as(facts: Sequence[Standing]) -> Withholding | None:
    """Return on what ground a person is withheld, by what stands of them; ``None`` if they may be shown.

    What was said goes before the default: withheld before disclosed, and either before the age.
    """
    said = [one.fact.ground for one in facts if isinstance(one.fact, PersonWithheld)]
    if said:
        return said[0]
    if any(isinstance(one.fact, PersonDisclosed) for one in facts):
        return None
    return Withholding.MINOR if possibly_minor(facts) else None


def possibly_minor(facts: Sequence[Standing]) -> bool:
    """Whether a stated year of birth lets the person be under age on a day that a fact speaks of, or was recorded on.

    Of several years the latest decides. Without any, nothing is assumed.
    """
    years = [one.fact.year for one in facts if isinstance(one.fact, BirthYearStated)]
    if not years:
        return False
    grown = date(max(years) + OF_AGE, 12, 31).toordinal()
    return any(_day(one) < grown for one in facts)


def _day(one: Standing) -> Day:
    """Return the earliest day; of a date without a beginning the latest, for it may be as old as anything."""
    if isinstance(one.fact, Dated) and one.fact.occurred.written.startswith(("[..", "XXXX")):
        return one.latest
    return one.earliest
