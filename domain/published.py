"""What published figures count. A publisher's own words stand in the passage; these are the kinds we compare by."""

from enum import StrEnum


class Unit(StrEnum):
    """What is counted one by one: a person detained twice is one person and two detentions."""

    PERSONS = "persons"
    DETENTIONS = "detentions"
    CASES = "cases"
    VIOLATIONS = "violations"
    COMPLAINTS = "complaints"
    ORGANIZATIONS = "organizations"
    SEARCHES = "searches"
    SENTENCES = "sentences"


class Counted(StrEnum):
    """Whom or what a figure counts: the first four at a moment, the others over a time."""

    POLITICAL_PRISONERS = "political prisoners"
    FORMER = "former political prisoners"
    EVER_RECOGNIZED = "ever recognized as political prisoners"
    BEHIND_BARS = "behind bars on political grounds"
    NEWLY_RECOGNIZED = "newly recognized as political prisoners"
    DETAINED = "detained"
    ARRESTED = "punished with arrest"
    FINED = "fined"
    CHARGED = "charged"
    PROSECUTED = "prosecuted on political grounds"
    INVESTIGATED = "criminal cases opened"
    SENTENCED = "sentenced on political grounds"
    RELEASED = "released"
    PARDONED = "pardoned"
    LEFT_COUNTRY = "fled or taken out of the country"
    REPRESSED = "subjected to repression"
    ABUSED = "ill-treatment or torture reported"
