"""Several reports of one happening: their bounds are the hull of the standing ones, until one is preferred."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from domain.facts import LibertyFact, ReportPreferred
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.standing import Standing
from domain.people import FactId


def happening_of(standing: Standing) -> FactId:
    """Return the happening that a liberty fact reports: itself, unless it names another report."""
    assert isinstance(standing.fact, LibertyFact)  # noqa: S101 -- callers pass liberty facts only
    return standing.fact.happening or standing.id


def merged(facts: Sequence[Standing]) -> tuple[list[Standing], dict[FactId, FactId], list[Anomaly]]:
    """Return liberty facts with the bounds of their happening, what replaces each set-aside report, and oddities."""
    preferred: defaultdict[FactId, set[FactId]] = defaultdict(set)
    reports: defaultdict[FactId, list[Standing]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.fact, ReportPreferred):
            preferred[fact.fact.happening].add(fact.fact.report)
        elif isinstance(fact.fact, LibertyFact):
            reports[happening_of(fact)].append(fact)
    kept: list[Standing] = []
    instead: dict[FactId, FactId] = {}
    oddities: list[Anomaly] = []
    for happening, group in reports.items():
        if len(group) == 1:
            kept += group
            continue
        chosen = [report for report in group if report.id in preferred[happening]] or group
        if len(chosen) > 1 and chosen is not group:
            oddities.append(Anomaly(Oddity.RIVAL_PREFERENCES, tuple(sorted(r.id for r in chosen))))
        if len({type(report.fact) for report in group}) > 1:
            oddities.append(Anomaly(Oddity.HAPPENING_OF_OTHER_TYPE, tuple(sorted(r.id for r in group))))
        earliest, latest = min(r.earliest for r in chosen), max(r.latest for r in chosen)
        kept += [replace(report, earliest=earliest, latest=latest) for report in chosen]
        instead |= {report.id: min(r.id for r in chosen) for report in group if report not in chosen}
    return kept, instead, oddities
