"""The tables of the read models, in two slots: one is live, in the other a rebuild grows (docs/adr/0017).

Their schema belongs to `migrations/`; a test holds the two together.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table

OPEN_POSITION: Final = 2**53 - 1
"""The open end of a half-open span of positions: until further notice."""

NO_LIMIT: Final = -1
"""The highest number of what no source limits."""

metadata = MetaData()

tracking = Table(
    "tracking",
    metadata,
    Column("slot", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("notification_id", BigInteger, nullable=False),
    Column("live", Boolean, nullable=False),
)
"""Per slot: by which version of the derivation it is filled (0: empty), up to which position, whether it answers."""


def _known() -> list[Column[int]]:
    return [Column("known_from", BigInteger, primary_key=True), Column("known_to", BigInteger, nullable=False)]


def _both_times() -> list[Column[int]]:
    return [
        Column("valid_from", Integer, primary_key=True),
        Column("valid_to", Integer, nullable=False),
        *_known(),
    ]


@dataclass(frozen=True, slots=True)
class Models:
    """The read models of one slot.

    ``tally``: when each series (`rows.series_name`) counts whom, by any body, certainly or possibly (`Holds`);
    ``reach`` says, there and in ``liberty``, how long the span is at most (`bitemporal.reach_of`).
    ``person``: who is registered, the name to print and sort by, and the group of each attribute (`rows.group_of`).
    ``external_id``: a publisher's key for a person. ``named``: every name as printed, with the fact that states it.
    ``liberty``: one row for each element of the day's set, where
    ``choices`` is how many elements it has; plainly free has no row. ``past``: deprivations that were over, the person
    living and at large (`Holds`). ``recognition``: per body and deprivation ('' where none is named), whether it holds
    and whether it ever held (`Holds`). ``occurrence``: what befell a person in the cycle, between
    which days, from which on it counts surely and possibly (`folds.cycle.Occurrence`), and the facts that say so,
    joined by spaces. ``anomaly``: what is odd, and the facts it concerns, joined by spaces.
    ``identity``: a person registered again, and the canonical person whose rows hold what is known of both.
    ``figure``: what a published count is about ('' where no group is named), its first and last day, its lowest and
    highest number (`NO_LIMIT`).
    ``target``: what sanctions aim at, and whether it can be counted; ``size``: how many it is in each unit (`NO_LIMIT`
    where no source sets one); ``part``: the groups it is part of. ``measure``: one row for each way in which a measure
    may stand; before the first act there is none.
    ``demand``: what was demanded, as part of which demand ('' of none), and the bounds of its day.
    ``demand_person``: whose release is demanded. ``demand_act``: all that was said of a demand, when, and in which
    statement ('' where it was not made or restated). ``demand_outcome``: what an assessor may hold of it, and by which
    fact ('' before the first), one row for each of ``choices``.
    ``mandate``, ``law``: when a mandate or a provision of law is in force (`Holds`), from its first possible day on.
    ``procedure``: how a case against a person may stand, one row for each of ``choices``. ``charge``: when an article
    is charged in a case (`Holds`), and the deprivation whose ground the case is ('' where none is named).
    ``punishment``: what a sentence may be, one row for each of ``choices`` in each aspect. ``after_release``: when a
    measure after release applies (`Holds`), by the fact that began it.
    ``incident``: what happened to many, and the earliest and the latest day of its window. ``incident_part``: what it
    is part of; ``incident_figure``: how many a source counts (`NO_LIMIT`), and the earliest day as of
    which, 0 if none is stated; ``incident_member``: who was among them;
    ``incident_judged``: the others that it is judged one with, or apart from. Each with the fact that says so.
    ``held_at``: one row for each place where a person may be held on a day ('' for an unknown one), certainly or
    possibly (`Holds`); none where no place is stated. ``place``: whether a place is what it was registered as
    (`Holds`). ``place_name``: when it bears each of its names.
    ``newest_day``: the newest day that any fact recorded up to a position speaks of. ``withheld``: who must not be
    shown, and on what ground (`disclosure.withheld` reads it).
    """

    slot: str
    tally: Table
    person: Table
    external_id: Table
    named: Table
    liberty: Table
    past: Table
    recognition: Table
    occurrence: Table
    anomaly: Table
    identity: Table
    target: Table
    size: Table
    part: Table
    measure: Table
    figure: Table
    demand: Table
    demand_person: Table
    demand_act: Table
    demand_outcome: Table
    mandate: Table
    law: Table
    procedure: Table
    charge: Table
    punishment: Table
    after_release: Table
    incident: Table
    incident_part: Table
    incident_figure: Table
    incident_member: Table
    incident_judged: Table
    held_at: Table
    place: Table
    place_name: Table
    newest_day: Table
    withheld: Table

    @property
    def tables(self) -> dict[str, Table]:
        """All of them under their plain names."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "slot"}


def _models(slot: str) -> Models:
    def table(name: str, *columns: Column[int] | Column[str]) -> Table:
        # On SQLite a table is its primary key: half the trees to write to.
        return Table(f"{name}_{slot}", metadata, *columns, sqlite_with_rowid=False)

    def text(name: str, *, key: bool = True) -> Column[str]:
        return Column(name, String, primary_key=key, nullable=False)

    def number(name: str) -> Column[int]:
        return Column(name, Integer, nullable=False)

    models = Models(
        slot=slot,
        tally=table("tally", text("person"), text("series"), *_both_times(), number("holds"), number("reach")),
        person=table(
            "person", text("person"), text("name", key=False), text("gender", key=False),
            text("occupation", key=False), *_known(),
        ),
        external_id=table("external_id", text("publisher"), text("value"), text("person"), *_known()),
        named=table("named", text("person"), text("fact"), text("text", key=False), *_known()),
        liberty=table(
            "liberty", text("person"), text("liberty"), text("deprivation"), *_both_times(), number("choices"),
            number("reach"),
        ),
        past=table("past", text("person"), text("deprivation"), *_both_times(), number("holds")),
        recognition=table(
            "recognition", text("person"), text("deprivation"), text("body"), *_both_times(),
            number("now"), number("ever"),
        ),
        occurrence=table(
            "occurrence", text("person"), text("sort"), text("facts"),
            *(number(name) for name in ("earliest", "latest", "surely", "possibly")), *_known(),
        ),
        anomaly=table("anomaly", text("person"), text("oddity"), text("facts"), *_known()),
        identity=table("identity", text("person"), text("canonical", key=False), *_known()),
        target=table(
            "target", text("target"), text("kind", key=False), text("name", key=False), number("sized"), *_known()
        ),
        size=table("size", text("target"), text("unit"), number("low"), number("high"), *_known()),
        part=table("part", text("target"), text("whole"), *_known()),
        measure=table(
            "measure", text("target"), text("authority"), text("programme"), text("measure"), text("stand"),
            *_both_times(),
        ),
        figure=table(
            "figure", text("figure"), *(text(name, key=False) for name in ("counted", "unit", "group", "scope")),
            *(number(name) for name in ("first", "last", "low", "high")), *_known(),
        ),
        demand=table(
            "demand", text("demand"), text("part_of", key=False), number("earliest"), number("latest"), *_known()
        ),
        demand_person=table("demand_person", text("demand"), text("person"), *_known()),
        demand_act=table(
            "demand_act", text("demand"), text("fact"), text("statement"), number("earliest"), number("latest"),
            *_known(),
        ),
        demand_outcome=table(
            "demand_outcome", text("demand"), text("assessor"), text("fact"), text("outcome"), *_both_times(),
            number("choices"),
        ),
        mandate=table("mandate", text("mandate"), *_both_times(), number("holds")),
        law=table("law", text("law"), *_both_times(), number("holds")),
        procedure=table("procedure", text("person"), text("case"), text("state"), *_both_times(), number("choices")),
        charge=table(
            "charge", text("person"), text("case"), text("article"), text("deprivation", key=False), *_both_times(),
            number("holds"),
        ),
        punishment=table(
            "punishment", text("person"), text("sentence"), text("aspect"), text("value"), *_both_times(),
            number("choices"),
        ),
        after_release=table(
            "after_release", text("person"), text("fact"), text("burden", key=False), *_both_times(), number("holds")
        ),
        incident=table(
            "incident", text("incident"), text("kind", key=False), number("first"), number("last"), *_known()
        ),
        incident_part=table("incident_part", text("incident"), text("fact"), text("whole"), *_known()),
        incident_figure=table(
            "incident_figure", text("incident"), text("fact"), text("unit", key=False), number("low"), number("high"),
            number("stated"), *_known(),
        ),
        incident_member=table("incident_member", text("incident"), text("fact"), text("person"), *_known()),
        incident_judged=table(
            "incident_judged", text("incident"), text("fact"), text("verdict"), text("other"), *_known()
        ),
        held_at=table("held_at", text("person"), text("place"), *_both_times(), number("holds")),
        place=table("place", text("place"), text("kind", key=False), *_both_times(), number("holds")),
        place_name=table(
            "place_name", text("place"), text("fact"), text("text", key=False), text("language", key=False),
            *_both_times(), number("holds"),
        ),
        newest_day=table("newest_day", Column("known_from", BigInteger, primary_key=True), number("day")),
        withheld=table("withheld", text("person"), text("ground"), *_known()),
    )  # fmt: skip
    Index(f"tally_by_reach_{slot}", *(models.tally.c[column] for column in BY_REACH))
    Index(f"liberty_by_reach_{slot}", *(models.liberty.c[column] for column in LIBERTY_BY_REACH))
    Index(f"occurrence_by_day_{slot}", *(models.occurrence.c[column] for column in BY_DAY))
    return models


BY_REACH: Final = ("series", "reach", "valid_from", "valid_to", "known_from", "known_to", "holds", "person")
"""The index that covers every count by any body."""
LIBERTY_BY_REACH: Final = (
    *("reach", "valid_from", "valid_to", "known_from", "known_to", "person", "liberty", "deprivation", "choices"),
)
"""The index that covers every question about who is held how on a day."""
BY_DAY: Final = ("latest", "earliest", "known_to", "surely", "possibly")
"""The index by which the cycle finds what a stretch of days saw; on SQLite it holds the whole row."""

MODELS: Final[dict[str, Models]] = {slot: _models(slot) for slot in ("a", "b")}
