"""The description of the API (OpenAPI 3.1): what FastAPI finds in the routers, completed by what holds for all of them.

`docs/openapi.json` is what it gives; a test compares them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api import shapes
from api.schemas.problems import ProblemOut

EXAMPLES: Final = Path(__file__).with_name("examples.json")
"""An answer of each operation; without people, or with nothing of them but identifiers and dates."""
JSON: Final = "application/json"
ABOUT: Final = """\
Who was held as a political prisoner in Belarus, and how many, on any day, as known at any moment.

**Two clocks.** `as_of` is the day asked about, at its end, in Minsk. `as_known` is how much of the log to answer from.
Every answer carries what it depends on: ask again with that and the answer is the same, always. `basis.query` of a
count or a series is the query that does it.

**Two numbers.** *certain* holds under every reading of the dates that are recorded, *possible* under some. The coverage
beside them says how much of the world the answer covers: silence is not a zero.

**Caches.** Every answer has an entity tag, and `If-None-Match` is answered with 304. Counts and series whose address
writes the basis in full may be kept for ever, but for those in groups, and so may tiles; whatever may name a person is
asked for again each time. HEAD is answered wherever GET is.

**Withheld people** are in every total and in no answer, at whatever basis. What speaks of one of them gives 404.
The events themselves are for partners who mirror the record, and show a token.

**Names** are searched for with POST, so that none stands in an address; the answer is kept by nobody (`no-store`).

**Errors** are problem documents (RFC 9457) that name the parameter at fault. Parameters that a question does not take
are refused, and so are those given twice, but for `recognized_by` and `on`, which may be repeated.
"""
TAGS: Final = [
    {"name": "counts", "description": "How many: on a day, on many days, in groups; and what counts count."},
    {"name": "bridge", "description": "Why one count became another: who counts otherwise, and by which facts."},
    {
        "name": "cycle",
        "description": "Month by month: recognitions, releases, detentions of people released, sanctions.",
    },
    {"name": "prisoners", "description": "Who: the people whom a count counts, each with the facts that decide."},
    {"name": "published", "description": "What others published for a day, and what we have beside it."},
    {"name": "people", "description": "One person's record, and people by a name or by a publisher's own key."},
    {"name": "facts", "description": "One fact: what stands of it, and every version."},
    {"name": "evidence", "description": "One fact as evidence: how to cite it, where it comes from, its bytes."},
    {"name": "sources", "description": "One source, the passages quoted from it, and its kept copies."},
    {"name": "sanctions", "description": "How many are under which measure on a day, and whom each act aimed at."},
    {"name": "demands", "description": "What was demanded, and what became of it: who said so, with passages."},
    {"name": "force", "description": "Which mandates and provisions of law are in force on a day."},
    {"name": "cases", "description": "How many persons have a case in which state, and what weighs on them after."},
    {"name": "places", "description": "Courts and places of detention on a day, and how many are held there."},
    {"name": "incidents", "description": "What happened to many at once, and how many that was."},
    {"name": "explanations", "description": "Why an answer is what it is, and what changed it."},
    {"name": "log", "description": "What the log took in, to be followed; and what is left to do."},
    {"name": "proof", "description": "What is signed of the log, and the keys that signed it."},
    {"name": "health", "description": "Whether the service answers."},
]
PROBLEMS: Final = {
    "400": "The question cannot be answered as asked; `field` names the parameter.",
    "404": "Nothing has this identifier at this basis, or it is withheld.",
    "422": "A parameter that the question needs is missing, or the body cannot be read; `field` names it.",
    "503": "Not now: the read models or the database are not there yet; `Retry-After` says when to ask again.",
}
HEADERS: Final = {
    "ETag": "The entity tag of these bytes, strong; a compressed form has its own.",
    "Cache-Control": "How long the answer may be kept; what may name somebody is asked for again each time.",
    "Link": "Where the answer leads (RFC 8288): its description, itself for ever, the next page.",
    "Retry-After": "After how many seconds to ask again, where that can be said.",
}
ALWAYS: Final = ("ETag", "Cache-Control")
PARTNER: Final = "The token of a mirror (RFC 6750). Whoever shows none is told that nothing is here: 404, and not 401."
REPEATED: Final = "What you hold is still the answer: `If-None-Match` names its entity tag. There is no body."


def name_of(route: APIRoute) -> str:
    """Return the id of an operation: the name of its function, which is kept."""
    return route.name


def document(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=ABOUT,
        routes=app.routes,
        tags=TAGS,
        separate_input_output_schemas=False,
    )
    schemas = made["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["ProblemOut"] = ProblemOut.model_json_schema()
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    for path, method, operation in operations(made):
        shapes.shaped(operation)
        answer, example = operation["responses"]["200"], examples.get(operation["operationId"])
        # Bytes of somebody else's form have no example; what is ours has one.
        for media, content in answer["content"].items() if example is not None or JSON in answer["content"] else ():
            schema = content["schema"].get("items", content["schema"])
            if "$ref" in schema:
                answer["description"] = schemas[schema["$ref"].rpartition("/")[2]]["description"]
            # An answer that comes in another form than ours, or in several, has an example of each.
            content["example"] = example if answer["content"].keys() == {JSON} and "$ref" in schema else example[media]
        repeated = {}
        if method == "get":
            answer["headers"] = _headers(*ALWAYS, "Link")
            repeated = {"304": {"description": REPEATED, "headers": _headers(*ALWAYS)}}
        operation["responses"] = {"200": answer, **repeated, **_problems(path, operation)}
    made["components"]["headers"] = {
        name: {"description": says, "required": name in ALWAYS, "schema": {"type": "string"}}
        for name, says in HEADERS.items()
    }
    made["components"]["securitySchemes"] = {"partner": {"type": "http", "scheme": "bearer", "description": PARTNER}}
    return made


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each operation of a description with its path and method."""
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _problems(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    given = operation.get("parameters", [])
    possible = {"400": True, "503": True}
    possible["404"] = "{" in path or any(one["name"] in {"cursor", "covering"} for one in given)
    possible["404"] |= "security" in operation
    possible["422"] = "requestBody" in operation or any(one["required"] and one["in"] == "query" for one in given)
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    made: dict[str, Any] = {
        status: {"description": says, "content": content} for status, says in PROBLEMS.items() if possible.get(status)
    }
    made["503"]["headers"] = _headers("Retry-After")
    return made


def written(app: FastAPI) -> str:
    """Write the description as the file in docs/ holds it."""
    return json.dumps(document(app), indent=2, ensure_ascii=False) + "\n"
