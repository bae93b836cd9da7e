"""What can happen to many people at once: the kinds that we add up by. The source's own word stands in the figure."""

from enum import StrEnum


class IncidentKind(StrEnum):
    """What happened. Sources say *arrested* for detained and the other way round; the kind is what is meant."""

    DETENTIONS = "detentions"
    ARRESTS = "administrative arrests"
    FINES = "fines"
    SEARCHES = "searches"
    DISPERSALS = "dispersals"
    ILL_TREATMENT = "ill-treatment"
    CHARGES = "charges"
    CUSTODY = "custody before trial"
    TRIALS = "trials"
    SENTENCES = "sentences"
    RELEASES = "releases"
    PARDONS = "pardons"
    EXPULSIONS = "expulsions"
    DEPARTURES = "departures"
    CLOSURES = "closures"
    DEATHS = "deaths"
    REPRESSION = "repression"
