"""The tables of a snapshot: what each holds, column by column, in the words that readers see."""

from dataclasses import dataclass
from typing import Final

TEXT, INTEGER = "TEXT", "INTEGER"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``of`` is the table whose ``id`` it holds, empty where that may not be shown or does not stand."""

    name: str
    says: str
    type: str = TEXT
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``key`` says that its first column identifies a row, ``label`` which column names one to a reader.

    ``facets`` are the columns by which readers narrow it, ``indexed`` the others that are searched in order.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    key: bool = True
    label: str | None = None
    facets: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()


def _number(name: str, says: str) -> Column:
    return Column(name, says, INTEGER)


def _of(name: str, table: str, says: str) -> Column:
    return Column(name, says, of=table)


_PERSON: Final = _of("person", "people", "Whom it is about.")
_DATED: Final = (
    Column("occurred", "When, as the source gives it (EDTF)."),
    Column("earliest", "The first day that this may mean; empty where the date is open to that side."),
    Column("latest", "The last day that it may mean."),
)
_SPAN: Final = (
    Column("start", "The first day."),
    Column("end", "The day after the last; empty is until further notice."),
)
TABLES: Final = (
    Table("about", "What this file is of, and what it depends on.", (
        Column("item", "What is said."), Column("value", "What it is."),
    )),
    Table("definitions", "What a count counts: persons who are so on a day.", (
        Column("id", "The name of the definition."), _number("version", "Its version."),
        Column("says", "Whom it counts."),
    ), label="id"),
    Table("counts", "How many persons, at the end of each month, and of each day for which others published a figure."
          " Certain is under every reading of the dates of the facts, possible under some.", (
        Column("day", "The day, at its end in Minsk; the last is that of the snapshot."),
        _of("definition", "definitions", "By which definition."),
        Column("variant", "then: recognized for this deprivation by that day; hindsight: at any time; none: the"
               " definition does not ask."),
        _number("certain", "At least so many."), _number("possible", "At most so many."),
        Column("coverage", "complete where a register declares that it holds everybody; known to us elsewhere."),
    ), key=False, facets=("definition", "variant", "coverage"), indexed=("day",)),
    Table("coverage", "What the registers say that they hold, and do not.", (
        Column("id", "The declaration, a fact."), Column("scope", "In the words of the register."),
        Column("subjects", "Which subjects it is about, apart by commas."),
        Column("window", "From when to when (EDTF)."),
    ), label="scope"),
    Table("people", "Persons who are registered and may be shown, each once.", (
        Column("id", "The identifier that stands for the person."), Column("name", "The name to print."),
        Column("gender", "As stated; empty if nothing is, or different things are."),
        _number("birth_year", "The year of birth, as stated."),
        _number("days_held", "Days at whose end the person was certainly held, up to that of the snapshot."),
        _number("days_held_possible", "Days at whose end the person may have been held."),
    ), label="name", facets=("gender",), indexed=("name", "days_held")),
    Table("registrations", "Identifiers under which persons were registered, and the person that each means.", (
        Column("id", "As registered."), _PERSON,
    )),
    Table("sources", "Documents, pages and lists that the record is from.", (
        Column("id", "The identifier."), Column("title", "The title."), Column("issuer", "Who issued it."),
        Column("kind", "What kind of source it is."), Column("language", "The language, as a BCP 47 tag."),
        Column("published", "When it was published, as it says (EDTF)."), Column("url", "Where it can be read."),
    ), label="title", facets=("kind", "language", "issuer")),
    Table("passages", "What sources say, at a place in them.", (
        Column("id", "The identifier."), _of("source", "sources", "Where it stands."),
        Column("pinpoint", "The place in the source."), Column("text", "What stands there; cuts are marked."),
        Column("wording", "as printed, or in our words: then it is no quotation."),
    ), label="pinpoint", facets=("wording",)),
    Table("targets", "Whom or what sanctions aim at, by the name as listed and nothing else.", (
        Column("id", "The identifier."), Column("name", "The name as listed, or what makes a group one."),
        Column("kind", "person, entity, group, country, vessel or aircraft."),
    ), label="name", facets=("kind",)),
    Table("facts", "Every fact that may be shown, with what stands of it. Retracted facts are rows, too.", (
        Column("id", "The identifier."), Column("type", "What kind of fact."),
        Column("status", "standing, corrected (it stands as corrected) or retracted."), _PERSON,
        _of("target", "targets", "Which target of sanctions it is about."), *_DATED,
        Column("says", "All its fields, as JSON."),
        _number("position", "The place in the log of the version that stands; of a retracted fact, of its newest."),
        _number("version", "The number of that version."), Column("recorded_at", "When it was recorded, UTC."),
        Column("recorded_by", "The role that recorded it."),
        Column("sha256", "The digest of the canonical bytes of that event."),
        _number("passages_missing", "Cited passages that do not stand any more."),
        _number("passages_withheld", "Cited passages that speak of somebody withheld."),
    ), label="type", facets=("type", "status"), indexed=("position", "earliest")),
    Table("citations", "Which fact cites which passage.", (
        _of("fact", "facts", "What is said."), _of("passage", "passages", "What carries it."),
    ), key=False),
    Table("names", "Every standing name of a person, as a source prints it.", (
        Column("id", "The fact that states it."), _PERSON, Column("text", "The name."),
        Column("language", "In which language."), Column("script", "In which script."),
    ), label="text", facets=("language", "script")),
    Table("liberty", "Spans of days of a person, with all that may have been so; before the first they are free.", (
        _PERSON, *_SPAN, Column("may_be", "What may be so; several where the dates leave it open."),
        Column("held", "Whether that is held, as the definition of this name has it: certainly, possibly or no."),
    ), key=False, facets=("may_be", "held"), indexed=("start",)),
    Table("recognitions", "From when to when a body holds a person for a political prisoner.", (
        _PERSON, Column("body", "The organization."), *_SPAN,
        Column("holds", "certainly, possibly or no (withdrawn)."),
        _of("deprivation", "facts", "The fact that opened the stretch without liberty which it covers."),
    ), key=False, facets=("body", "holds"), indexed=("start",)),
    Table("measures", "What was done with which measure against whom: imposed, suspended, lifted.", (
        _of("fact", "facts", "The fact that says so."), _of("target", "targets", "Against whom."),
        Column("authority", "Whose measure."), Column("programme", "Under which programme."),
        Column("measure", "asset freeze, travel ban or arms embargo."), Column("done", "What was done with it."),
        *_DATED, Column("until", "The end that was stated, of the measure or of its suspension (EDTF)."),
    ), key=False, facets=("authority", "measure", "done"), indexed=("earliest",)),
    Table("sanctions", "How each measure against each target may stand on the day of the snapshot.", (
        _of("target", "targets", "Against whom."), Column("authority", "Whose measure."),
        Column("programme", "Under which programme."), Column("measure", "Which measure."),
        Column("may_be", "in force, suspended, lapsed, lifted, divided or none; several where dates leave it open."),
    ), key=False, facets=("authority", "measure", "may_be")),
    Table("demands", "What was demanded, and what had become of it by the day of the snapshot.", (
        Column("id", "The fact that made it."), Column("point", "Under which point of the statement."),
        Column("text", "What is asked, in neutral words."), Column("bodies", "Who asked, apart by semicolons."),
        Column("addressee", "Of whom."), Column("occurred", "When (EDTF)."),
        Column("may_be", "met, partly met, refused, lapsed, reversed or not assessed."),
        _of("statement", "sources", "In which statement."), _of("part_of", "demands", "Of which demand it is a part."),
    ), label="text", facets=("may_be", "addressee")),
    Table("published", "Figures that others published, as they published them; rivals stand side by side.", (
        Column("id", "The fact that reports it."), Column("publisher", "Who published it."),
        Column("counted", "What is counted."), Column("unit", "persons, detentions, prosecutions or others."),
        Column("quantity", "The number as written."), _number("low", "The lowest number that this may mean."),
        _number("high", "The highest; empty where there is no limit."),
        Column("stated_as_of", "The day of which it speaks (EDTF)."),
        Column("earliest", "The first day that this may mean."), Column("latest", "The last."),
        Column("during", "The time during which, if it is of one (EDTF)."),
        Column("narrowed", "Of whom it is, if not of all."), Column("scope", "Where."),
        Column("definition", "What it counts, if the publisher says so."),
    ), label="quantity", facets=("publisher", "counted", "unit"), indexed=("earliest",)),
)  # fmt: skip
