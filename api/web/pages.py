"""The pages: a day's list, its sanctions, a person, a fact, a source. Complete without a script."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api import citation, params
from api.charts import sentences
from api.deps import ServiceDep
from api.languages import to_say
from api.schemas.basis import CoverageOut
from api.schemas.bridge import BridgeOut
from api.schemas.citation import CitationOut
from api.schemas.counts import CountOut
from api.schemas.cycle import CycleOut
from api.schemas.people import PersonOut, TimelineOut
from api.schemas.prisoners import ListOut
from api.schemas.published import ReconciliationOut
from api.web import shown
from api.web.facets import faceted
from api.web.render import page
from api.web.shown import ComparedDep
from api.web.view import OUTCOME, PUBLISHED, ViewDep
from domain.dates import iso
from domain.folds.why import COUNTED
from domain.people import FactId, PersonId

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


PAGE = 60
"""How many people one page of a list holds, and of how many one step of a bridge tells."""
TOLD = 200
"""Of how many people the page of the cycle tells, in all its months together."""
FILES = (
    (to_say("CSL-JSON"), "citation?format=csl&"),
    (to_say("BibTeX"), "citation?format=bibtex&"),
    (to_say("Provenance (W3C PROV-JSON)"), "provenance?format=prov&"),
    (to_say("Provenance (JSON-LD)"), "provenance?format=jsonld&"),
    (to_say("The event's bytes"), "event?"),
)
PROOF = (to_say("The proof that the log holds it"), "proof?")
"""What a fact can be cited and checked by, and the address of each below the fact's own."""


@router.get("/")
def list_of_a_day(
    view: ViewDep, service: ServiceDep, after: str | None = None, by: str = "", group: str = ""
) -> HTMLResponse:
    """How many and who, each with why; in groups, or one group of them."""
    view, facets = faceted(view, by, group)
    follows = PersonId(after) if after else None
    found = service.questions.prisoners(
        view.basis, after=follows, limit=PAGE, group=facets.narrowed, language=view.reader
    )
    count = found.count
    if facets.by and not facets.narrowed:
        count = replace(count, breakdown=service.questions.breakdown(view.basis, facets.by))
    kept = {PUBLISHED: view.asked.as_published, **facets.kept}
    shown = {"count": CountOut.of(count), "answer": ListOut.of(found), "after": found.after}
    return page("list.html", view, **shown, kept=kept, facets=facets)


@router.get("/sanctions")
def sanctions(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """How many are under which measure on the day, and whom each act aimed at."""
    return page("sanctions.html", view, sanctions=shown.sanctions(service, view.basis))


@router.get("/cycle")
def cycle(view: ViewDep, service: ServiceDep, first: Annotated[str, Query(alias="from")] = "") -> HTMLResponse:
    """Month by month, up to that of the day."""
    start = shown.first_month(view.basis, first)
    found = shown.turned(service, view.basis, first, most=TOLD, reader=view.reader)
    left = [{sort.value: one.more for sort, one in seen.people.items()} for seen in found.months]
    ends = [iso(min(seen.month.last, view.basis.day)) for seen in found.months]
    given = {"answer": CycleOut.of(found), "left": left, "ends": ends, "kept": {"from": first}, "first": start}
    return page("cycle.html", view, **given, more="cycle_controls.html")


@router.get("/bridge")
def bridge(view: ViewDep, service: ServiceDep, asked: ComparedDep) -> HTMLResponse:
    """Show the steps from a count elsewhere to the count at the basis of the page."""
    found = shown.crossed(service, view.basis, asked, most=PAGE, reader=view.reader) if asked.first else None
    answer = BridgeOut.of(found) if found else None
    left = {one.step.value: one.more for one in found.strides} if found else {}
    says = sentences.of_bridge(answer, view.language) if answer else ""
    kept = {"from": asked.first, "from_definition": asked.definition, "from_variant": asked.variant}
    pinned = kept | {"from": answer.before.basis.at} if answer else kept
    given = {"answer": answer, "left": left, "says": says, "kept": kept, "pinned": pinned}
    return page("bridge.html", view, **given, more="bridge_controls.html")


@router.get("/published")
def published(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Figures that others published for a day, with our count beside those that a definition of ours is near to."""
    day, size = view.basis.day, view.basis.head.size
    figures = ReconciliationOut.of(service.questions.published.reconciled(day, as_known=size)).figures
    found = shown.published(service, view.basis)
    return page("published.html", view, published=found, ours={one.figure.id: one.ours for one in figures if one.ours})


@router.get("/people/{identifier}")
def person(identifier: str, view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """One person: what was so on the day, and everything recorded."""
    asked = view.basis.day, view.basis.head.size
    found = service.questions.timeline(PersonId(identifier), *asked, language=view.reader)
    explained = service.questions.explanations.why(view.basis, found[0].id)
    why = explained.person
    return page(
        "person.html",
        view,
        person=PersonOut.of(*found),
        timeline=TimelineOut.of(*found),
        why=why,
        counted=COUNTED[why.holds],
        covered=CoverageOut.of(explained.coverage),
    )


@router.get("/demands")
@router.get("/demands/{identifier}")
def demands(view: ViewDep, service: ServiceDep, identifier: str | None = None, outcome: str = "") -> HTMLResponse:
    """Demands made by the day, in all statements or in one: what had become of how many, and of each."""
    answer = shown.demands(service, view.basis, identifier, params.outcome(outcome or None))
    return page("demands.html", view, answer=answer, kept={OUTCOME: outcome})


@router.get("/mandates")
def mandates(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Mandates that had begun by the day, and whether each is in force."""
    answer = shown.mandates(service, view.basis)
    return page("force.html", view, room="/mandates", answer=answer, found=answer.mandates)


@router.get("/laws")
def laws(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Provisions of law that had begun by the day, and whether each is in force."""
    answer = shown.laws(service, view.basis)
    return page("force.html", view, room="/laws", answer=answer, found=answer.laws)


@router.get("/cases")
def cases(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """How many persons have a case in which state, serve which punishment, are under which measure after release."""
    return page("cases.html", view, answer=shown.cases(service, view.basis))


@router.get("/places")
def places(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Courts and places of detention on the day, and how many are held there."""
    return page("places.html", view, answer=shown.places(service, view.basis, view.reader))


@router.get("/incidents")
def incidents(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Incidents from the beginning of the day's year up to the day, and what they come to."""
    return page("incidents.html", view, answer=shown.incidents(service, view.basis, view.reader))


@router.get("/incidents/{identifier}")
def incident(identifier: str, view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """One incident: its reports, figures, parts and members."""
    return page("incident.html", view, answer=shown.incident(service, view.basis, identifier, view.reader))


@router.get("/facts/{identifier}")
def fact(identifier: str, view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """One fact: what stands, every version, and how to cite it."""
    found = shown.fact(service, view.basis, identifier)
    cited = service.questions.citations.cited(FactId(identifier), as_known=view.basis.head.size)
    lines = citation.text(CitationOut.of(cited, address=service.address)).splitlines()
    proved = cited.covering is not None
    files = [*FILES, PROOF] if proved else FILES
    return page("fact.html", view, fact=found.fact, cited=lines, files=files, proved=proved)


@router.get("/facts/{identifier}/impact")
def impact(identifier: str, view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Which counts each version of a fact moved."""
    return page("impact.html", view, impact=shown.impact(service, view.basis, identifier))


@router.get("/quality")
def quality(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """How much of the record was compared with its sources, and how much has two origins."""
    return page("quality.html", view, quality=shown.quality(service, view.basis))


@router.get("/sources/{identifier}")
def source(identifier: str, view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """One source: what it is, and the passages from it."""
    return page("source.html", view, source=shown.source(service, view.basis, identifier))
