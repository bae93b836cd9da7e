"""One fact as evidence: how to cite it, where it comes from, and the bytes that the log commits to."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Response

from api import citation, params, provenance
from api.deps import AsKnownQuery, Identifier, ServiceDep, only
from api.negotiation import chosen
from api.schemas.citation import CitationOut
from domain.people import FactId

CSL: Final = "application/vnd.citationstyles.csl+json"
BIBTEX: Final = "application/x-bibtex"
TEXT: Final = "text/plain"
JSON: Final = "application/json"
JSON_LD: Final = "application/ld+json"
CITATIONS: Final = {"csl": (CSL, JSON), "bibtex": (BIBTEX,), "text": (TEXT,)}
PROVENANCE: Final = {"prov": (JSON,), "jsonld": (JSON_LD,)}
VARY: Final = {"Vary": "Accept"}

router = APIRouter(prefix="/facts/{identifier}", tags=["evidence"])

AcceptHeader = Annotated[str, Header(alias="Accept", include_in_schema=False)]
VersionQuery = Annotated[str | None, Query(description=params.VERSION)]


OBJECT: Final[dict[str, Any]] = {"schema": {"type": "object"}}
WORDS: Final[dict[str, Any]] = {"schema": {"type": "string"}}


class Csl(Response):
    """An answer in CSL-JSON."""

    media_type = CSL


def _given(says: str, **content: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Describe an answer that no schema of ours describes."""
    return {200: {"description": says, "content": content}}


@router.get(
    "/citation",
    summary="How to cite a fact: for reference managers, for BibTeX, for a footnote",
    dependencies=[Depends(only("as_known", "version", "format"))],
    response_class=Csl,
    responses={200: {"model": list[CitationOut], "content": {BIBTEX: WORDS, TEXT: WORDS}}},
)
def fact_citation(
    identifier: Identifier,
    as_known: AsKnownQuery,
    service: ServiceDep,
    version: VersionQuery = None,
    form: Annotated[str | None, Query(alias="format", description=params.CITATION)] = None,
    accept: AcceptHeader = "*/*",
) -> Response:
    """Names the type of the fact, its sources and its identifier, and nobody."""
    name = chosen(form, accept, CITATIONS)
    found = service.questions.citations.cited(FactId(identifier), params.version(version), as_known)
    cited = CitationOut.of(found, address=service.address)
    write = {"csl": citation.csl, "bibtex": citation.bibtex, "text": citation.text}[name]
    return Response(write(cited), media_type=CITATIONS[name][0], headers=VARY)


@router.get(
    "/provenance",
    summary="Where a fact comes from and what became of it, as W3C PROV",
    dependencies=[Depends(only("as_known", "format"))],
    response_class=Response,
    responses=_given("A PROV document.", **{JSON: OBJECT, JSON_LD: OBJECT}),
)
def fact_provenance(
    identifier: Identifier,
    as_known: AsKnownQuery,
    service: ServiceDep,
    form: Annotated[str | None, Query(alias="format", description=params.PROVENANCE)] = None,
    accept: AcceptHeader = "*/*",
) -> Response:
    """Each version is an entity, its recording an activity; what it rests on stands beside it as far as it may."""
    name = chosen(form, accept, PROVENANCE)
    found = service.questions.citations.provenance(FactId(identifier), as_known)
    write = {"prov": provenance.prov_json, "jsonld": provenance.json_ld}[name]
    return Response(write(found), media_type=PROVENANCE[name][0], headers=VARY)


@router.get(
    "/event",
    summary="The bytes of one version of a fact, whose SHA-256 the log holds",
    dependencies=[Depends(only("as_known", "version"))],
    response_class=Response,
    responses=_given("The canonical JSON (RFC 8785) of the event, as it was recorded.", **{JSON: OBJECT}),
)
def fact_event(
    identifier: Identifier, as_known: AsKnownQuery, service: ServiceDep, version: VersionQuery = None
) -> Response:
    """`sha256sum` of the answer prints the digest in the log. Bytes that name something withheld are not given."""
    found = service.questions.citations.event(FactId(identifier), params.version(version), as_known)
    return Response(found, media_type=JSON)


@router.get(
    "/proof",
    summary="The proof that a version of a fact is in the log, to be kept and checked offline",
    dependencies=[Depends(only("as_known", "version", "size"))],
    response_class=Response,
    responses=_given("A C2SP tlog-proof: index, inclusion proof, signed checkpoint.", **{TEXT: WORDS}),
)
def fact_proof(
    identifier: Identifier,
    as_known: AsKnownQuery,
    service: ServiceDep,
    version: VersionQuery = None,
    size: Annotated[str | None, Query(description=params.CHECKPOINT)] = None,
) -> Response:
    """404 while no checkpoint covers the event: ask again once one is published."""
    asked = (FactId(identifier), params.version(version), as_known)
    found = service.questions.citations.proof(*asked, size=params.checkpoint(size))
    return Response(found, media_type=TEXT)
