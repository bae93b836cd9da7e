"""FollowTheMoney: people, targets of sanctions with what was imposed on them, and sources, an entity a line.

The identifier of each entity is that of the fact that opened or states it, so that it stays the same. A day stands as
a start or an end only where the record has one exact day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from domain.dates import FuzzyDate, iso
from domain.errors import InvalidError
from domain.sanctions import TargetKind
from projections.entities import Imposition, Person, Source, Target
from projections.evidence import Quote

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy

_SCHEMAS: Final = {
    TargetKind.PERSON: "Person",
    TargetKind.ENTITY: "LegalEntity",
    TargetKind.VESSEL: "Vessel",
    TargetKind.AIRCRAFT: "Airplane",
}
"""What each kind of target is. A group is whom nobody names, and a country is none of these: both are left out."""
RECOGNIZED: Final = "recognized as a political prisoner by {body}"


def write(file: BinaryIO, pages: Iterable[list[Person] | list[Target] | list[Source]]) -> tuple[int, Counter[str]]:
    """Write entities, and return how many and how many targets of which kind were left out.

    Raises `InvalidError` where the library is not installed.
    """
    left_out: Counter[str] = Counter()
    written = 0
    for page in pages:
        for one in page:
            for entity in _entities(one, left_out):
                file.write(msgspec.json.encode(entity.to_dict()) + b"\n")
                written += 1
    return written, left_out


def _entities(one: Person | Target | Source, left_out: Counter[str]) -> Iterator["EntityProxy"]:
    match one:
        case Person():
            yield _person(one)
        case Source():
            yield _source(one)
        case Target(kind=kind) if kind not in _SCHEMAS:
            left_out[kind.value] += 1
        case Target():
            yield _target(one)
            yield from (_sanction(one, each) for each in one.impositions)


def _made(schema: str, identifier: str, quotes: Iterable[Quote] = (), **properties: object) -> "EntityProxy":
    """Make an entity with what carries it; a property that is empty or that the model does not take is left out."""
    try:
        from followthemoney import model  # noqa: PLC0415 -- an extra, which compiles against ICU
    except ImportError as error:
        raise InvalidError("FollowTheMoney needs an extra package; install khronika[ftm]", field="format") from error
    entity = model.make_entity(schema)
    entity.id = identifier
    for name, value in properties.items():
        entity.add(name, value)  # type: ignore[arg-type]  # texts and tuples of texts
    for quote in quotes:
        if quote.source is not None:
            entity.add("proof", quote.source_id)
            entity.add("publisher", quote.source.issuer)
            entity.add("sourceUrl", quote.source.url)
    return entity


def _person(one: Person) -> "EntityProxy":
    return _made(
        "Person",
        one.id,
        one.quotes,
        name=one.name,
        alias=one.aliases,
        gender=one.gender and one.gender.value,
        birthDate=one.birth_year and str(one.birth_year),
        keywords=[RECOGNIZED.format(body=body) for body in one.recognized_by],
    )


def _target(one: Target) -> "EntityProxy":
    # No topic says "sanctioned": that would be so on some days and not on others.
    return _made(_SCHEMAS[one.kind], one.id, one.quotes, name=one.names[:1], alias=one.names[1:])


def _sanction(target: Target, one: Imposition) -> "EntityProxy":
    said = one.said
    return _made(
        "Sanction",
        one.id,
        one.quotes,
        entity=target.id,
        authority=said.authority,
        authorityId=[value for publisher, value in target.ids if publisher == said.authority],
        program=said.programme,
        provisions=[measure.value for measure in said.measures],
        status=" or ".join(sorted(stand.value for stand in one.stands)),
        startDate=_exact(said.occurred),
        endDate=_exact(one.until),
    )


def _source(one: Source) -> "EntityProxy":
    said = one.said
    return _made(
        "Document",
        one.id,
        title=said.title,
        publisher=said.issuer,
        sourceUrl=said.url,
        language=said.language,
        publishedAt=_exact(said.published),
    )


def _exact(date: FuzzyDate | None) -> str | None:
    return iso(date.earliest) if date is not None and date.earliest == date.latest else None
