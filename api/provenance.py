"""Provenance as W3C PROV (PROV-DM, 30 April 2013): PROV-JSON, and JSON-LD with its context inside.

Names are permanent and depend on no address: ``urn:uuid:`` for facts, with the version behind a #, and for what only
Khronika has words for, the ``khronika:`` with which the log writes its types.
"""

from typing import Final
from urllib.parse import quote

from prov.identifier import Namespace, QualifiedName
from prov.model import ProvDocument

from domain.changes import Corrected, Reinstated, Retracted
from domain.facts import SourceRegistered
from domain.people import FactId
from ledger.events import Event
from ledger.mapper import topic_of
from projections.evidence import Quote
from projections.provenance import Provenance, Step

FACT: Final = Namespace("fact", "urn:uuid:")
LOG: Final = Namespace("log", "khronika:")
"""Not under the prefix ``khronika``: JSON-LD would take that for a name which stands for itself."""
Said = list[tuple[str | QualifiedName, str | int | QualifiedName]]
"""Attributes of an element, by their names."""


def prov_json(found: Provenance) -> str:
    """Write provenance as PROV-JSON (W3C member submission)."""
    return _written(found, "json")


def json_ld(found: Provenance) -> str:
    """Write provenance as PROV-JSONLD (W3C member submission), its context inside: it can be read without a network."""
    return _written(found, "jsonld", context="embed")


def document(found: Provenance) -> ProvDocument:
    """Return provenance as a document of the library."""
    made = ProvDocument()
    for namespace in (FACT, LOG):
        made.add_namespace(namespace)
    for step in found.steps:
        _event(made, found.id, step)
    named = {one.id: one for step in found.steps for one in step.quotes}
    for passage in named.values():
        _passage(made, passage)
    for identifier, source in {one.source_id: one.source for one in named.values()}.items():
        _source(made, identifier, source)
    # A role records many events, and an issuer issues many sources: each is said once.
    return made.unified()


def _written(found: Provenance, form: str, **options: str) -> str:
    text = document(found).serialize(format=form, **options)
    assert text is not None  # noqa: S101 -- the library returns it where no place to write to is given
    return f"{text}\n"


def _event(made: ProvDocument, fact: FactId, step: Step) -> None:
    """Say of one event what recorded it, what it rests on and revises, and what ended it."""
    event = step.event
    this, recorded = _version(fact, event.version), _activity(fact, event.version)
    kind = topic_of(event.content).removeprefix(LOG.uri)
    held: Said = [("prov:type", LOG[kind]), ("prov:label", f"{kind}, version {event.version}")]
    held += [(LOG["position"], event.position), (LOG["version"], event.version), (LOG["sha256"], event.sha256)]
    made.entity(this, held)
    made.specialization(this, FACT[fact])
    made.activity(recorded, event.recorded_at, event.recorded_at, _about(event))
    made.generation(this, recorded, event.recorded_at)
    role = LOG[f"role/{quote(event.recorded_by, safe='')}"]
    made.agent(role, [("prov:type", LOG["recorder"]), ("prov:label", event.recorded_by)])
    made.association(recorded, role)
    if event.version > 1:
        made.usage(recorded, _version(fact, event.version - 1), event.recorded_at)
    if step.revises is not None:
        made.revision(this, _version(fact, step.revises), recorded)
    if step.fate is not None and step.fate.by is not None:
        made.invalidation(this, _activity(fact, step.fate.by))
    for passage in step.quotes:
        made.derivation(this, FACT[passage.id])
    for source in dict.fromkeys(one.source_id for one in step.quotes):
        made.primary_source(this, FACT[source])


def _about(event: Event) -> Said:
    """Return what is said of the activity that recorded an event."""
    match event.content:
        case Corrected(reason=reason):
            word = "correction"
        case Retracted(reason=reason):
            word = "retraction"
        case Reinstated(reason=reason):
            word = "reinstatement"
        case _:
            return [("prov:type", LOG["recording"]), (LOG["batch"], event.batch)]
    return [("prov:type", LOG[word]), (LOG["batch"], event.batch), (LOG["reason"], reason)]


def _passage(made: ProvDocument, passage: Quote) -> None:
    held: Said = [("prov:type", LOG["passage-quoted"])]
    held += [(LOG["pinpoint"], passage.pinpoint), (LOG["wording"], passage.wording.value)]
    made.entity(FACT[passage.id], held)
    made.quotation(FACT[passage.id], FACT[passage.source_id])


def _source(made: ProvDocument, identifier: FactId, source: SourceRegistered | None) -> None:
    """Describe a source as its own fact does; one that does not stand any more by its name alone."""
    held: Said = [("prov:type", LOG["source-registered"])]
    if source is None:
        made.entity(FACT[identifier], held)
        return
    more = {"language": source.language, "published": source.published, "url": source.url, "digest": source.digest}
    held += [("prov:label", source.title), *((LOG[one], str(said)) for one, said in more.items() if said is not None)]
    issuer = LOG[f"issuer/{quote(source.issuer, safe='')}"]
    made.entity(FACT[identifier], held)
    made.agent(issuer, [("prov:type", LOG["publisher"]), ("prov:label", source.issuer)])
    made.attribution(FACT[identifier], issuer)


def _version(fact: FactId, version: int) -> QualifiedName:
    return FACT[f"{fact}#{version}"]


def _activity(fact: FactId, version: int) -> QualifiedName:
    return FACT[f"{fact}#{version}-recorded"]
