"""The bundle as a research object: RO-Crate 1.1, whose root is the payload of the bag."""

from collections.abc import Collection
from typing import Any, Final

CONTEXT: Final = "https://w3id.org/ro/crate/1.1/context"
CONFORMS: Final = "https://w3id.org/ro/crate/1.1"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_FILES: Final = (
    ("bundle.json", "application/json", "What the bundle says of itself"),
    ("leaves.txt", "text/plain", "The SHA-256 of every event of the log, in order, disclosed or not"),
    ("facts.csv", "text/csv", "The disclosed events as a table"),
    ("answers.csv", "text/csv", "The answers as a table"),
)
_FOLDERS: Final = (
    ("events/", "The disclosed events, each as the bytes that its digest is of"),
    ("answers/", "Counts on days, each with whom it counts"),
)
_KEYS: Final = ("keys.txt", "text/plain", "The keys that the log says are its own (C2SP signed-note)")
_MORE: Final = {
    "checkpoints": "Signed notes of the log's size and root hash (C2SP tlog-checkpoint)",
    "timestamps": "What time-stamping authorities answered about these notes (RFC 3161)",
    "copies": "Captured copies of sources, each under its SHA-256",
}


def crate(described: dict[str, Any], there: Collection[str]) -> dict[str, Any]:
    """Describe a bundle for programs that know RO-Crate and not us; ``there`` names what not every bundle has."""
    files = [*_FILES, *([_KEYS] if "keys" in there else [])]
    folders = [*_FOLDERS, *((f"{name}/", says) for name, says in _MORE.items() if name in there)]
    parts: list[dict[str, Any]] = [
        {"@id": name, "@type": "File", "encodingFormat": kind, "name": says} for name, kind, says in files
    ]
    parts += [{"@id": name, "@type": "Dataset", "name": says} for name, says in folders]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"A bundle of Khronika: a log of {described['size']} events, with answers",
        "description": "A sourced record of political imprisonment in Belarus, as far as it may be shown, with answers"
        " counted from it and all that is needed to check both without the program that made them.",
        "datePublished": described["recorded_at"],
        "identifier": f"{described['size']}.{described['root']}",
        "license": {"@id": LICENCE},
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "CC BY 4.0; quoted passages belong to their authors"}
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": CONFORMS},
    }
    return {"@context": CONTEXT, "@graph": [about, root, licence, *parts]}
