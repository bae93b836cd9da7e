"""What the commands are for, as ``khronika --help`` lists them, and examples of each, which run as they stand.

The tests run them in this order, over the shipped register.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Entry:
    """A command, what it does in a few words, and examples of it; those of a group are of its commands."""

    name: str
    says: str
    examples: tuple[str, ...]


def _of(name: str, says: str, *examples: str) -> Entry:
    return Entry(name, says, tuple(f"khronika {one}" for one in examples))


_KEY: Final = '--key "$(khronika key show)"'
CONTENTS: Final[dict[str, tuple[Entry, ...]]] = {
    "Ask how many, and who": (
        _of("count", "how many persons on a day",
            "count --as-of 2017-07-04", "count --as-of 2021-03-01 --by recognizer"),
        _of("series", "how many on each of many days",
            "series --from 2010-01-01 --to 2022-12-31 --interval year",
            "series --on 2015-08-21 --on 2017-07-04 --definition held"),
        _of("list", "who, with the facts that decide",
            "list --as-of 2015-08-21 --variant hindsight",
            "list --as-of 2017-07-04 --by liberty --group colony"),
        _of("person", "one person's record", "person belarus:p03 --as-of 2017-07-04"),
        _of("search", "whom a name may mean", "search < name.txt"),
        _of("find", "who has a publisher's key", "find Viasna no-such-key"),
        _of("fact", "one fact: versions and passages", "fact belarus:p01-d1"),
        _of("definitions", "what counts count", "definitions"),
    ),
    "Ask why": (
        _of("bridge", "why one count became another",
            "bridge --from 2015-08-21 --to 2017-07-04", "bridge --from 2015-08-21@1000 --to 2015-08-21"),
        _of("why", "why somebody is counted, or not", "why belarus:p01 --as-of 2017-07-04"),
        _of("explain", "which facts a count rests on", "explain --as-of 2015-08-21"),
        _of("impact", "which counts a fact moved", "impact belarus:p01-d1"),
        _of("cycle", "month by month: recognized, released, sanctioned", "cycle --from 2015-08 --to 2017-07"),
    ),
    "Ask what else was so": (
        _of("sanctions", "who is under which measure",
            "sanctions --as-of 2015-11-01 --authority EU", 'sanctions --as-of 2016-03-01 --measure "arms embargo"'),
        _of("demands", "what was demanded, and what became of it",
            "demands --as-of 2017-07-04 --statement belarus:s02"),
        _of("mandates", "which mandates were in force", "mandates --as-of 2017-07-04"),
        _of("laws", "which provisions were in force", "laws --as-of 2019-03-01"),
        _of("cases", "how many are charged with, and serve, what", "cases --as-of 2017-04-10"),
        _of("places", "where people are held", "places --as-of 2014-12-01"),
        _of("incidents", "what happened to many", "incidents --from 2017-03-01 --to 2017-03-31 --kind detentions"),
        _of("incident", "one incident", "incident belarus:i01"),
        _of("published", "what others published", "published --as-of 2021-11-26"),
        _of("reconcile", "their figures beside our counts", "reconcile --as-of 2021-11-26"),
    ),
    "Record": (
        _of("load", "record a register",
            "load registers/belarus --dry-run", 'load registers/belarus --correct --reason "read again"'),
        _of("correct", "correct fields of a fact",
            'correct belarus:s01 --set note="read again" --reason "what was seen on a second look"'),
        _of("retract", "take a fact back",
            'retract belarus:p01-n3 --reason "a slip of the recorder" --receipt receipt.txt'),
        _of("reinstate", "take a retraction back", 'reinstate belarus:p01-n3 --reason "it was none"'),
        _of("judge", "say whether two are one person",
            'judge different belarus:p01 belarus:p02 --reason "one list has both"'),
        _of("withhold", "show a person to nobody", "withhold belarus:p45 --ground danger"),
        _of("disclose", "show a person again", 'disclose belarus:p45 --reason "the danger is over"'),
        _of("archive", "keep a copy of a source",
            "archive belarus:s01 page.html --method page-saved --captured 2026-11-22T10:15:00Z", "archive --check"),
        _of("custody", "say what became of a copy", 'custody "$(sha256sum page.html | cut -c 1-64)"'),
        _of("check", "compare facts with their sources",
            "check --sample 3 --seed 7", "check --record agrees belarus:p01-d1 --by researcher"),
        _of("todo", "what to look into", "todo --as-of 2022-01-01 --months 24"),
    ),
    "Import, and give out": (
        _of("import", "propose what a list says", "import table people.csv --map people.yaml --observed 2017-04-01"),
        _of("review", "decide on proposals",
            "review --out proposals.xlsx", "review --in proposals.xlsx --by archivist"),
        _of("imports", "what was imported", "imports"),
        _of("retract-import", "take an import back",
            'retract-import "$(khronika imports | tail -n 1 | cut -c 1-36)" --reason "it was of another year"'),
        _of("export", "write the record in formats of others",
            "export csv facts.csv", "export parquet facts.parquet --as-known 3000", "export full backup --all"),
        _of("snapshot", "write tables for datasette and SQLite", "snapshot record.sqlite3"),
        _of("bundle", "hand over what anybody can check",
            "bundle handed-over --as-of 2017-07-04 --definition in-custody"),
    ),
    "Cite and check": (
        _of("cite", "cite a fact, and prove it",
            "cite belarus:p01-d1 --format bibtex", "cite belarus:p01-d1 --format event --output event.json"),
        _of("attest", "sign an answer about somebody, or check it",
            "checkpoint", "attest belarus:p01 --as-of 2017-07-04 --out answer.json",
            f"attest --check answer.json {_KEY}"),
        _of("receipt", "check what a recording command promised", f"receipt --check receipt.txt {_KEY} --log"),
        _of("replay", "count again from the facts alone", "replay --as-of 2017-07-04"),
        _of("digest", "one hash for what a count counts", "digest --as-of 2017-07-04 --replay"),
        _of("verify", "verify the whole database", "verify --bases 2"),
        _of("quality", "how much of the record is checked", "quality"),
        _of("changes", "what was recorded after a position", "changes 0 --limit 5"),
        _of("checkpoints", "what was signed", "checkpoints"),
        _of("timestamps", "who stamped it with a time", "timestamps", "timestamps --save stamps"),
    ),
    "Sign and run": (
        _of("migrate", "prepare the database", "migrate"),
        _of("key", "the key that signs", "key new next.pem", "key show", "key rotate next.pem"),
        _of("checkpoint", "sign the log as it is", "checkpoint"),
        _of("timestamp", "have it stamped with a time", "timestamp"),
        _of("serve", "serve the API and the pages", "serve --port 8000"),
        _of("health", "how far the read models are", "health"),
        _of("project", "keep the read models up", "project --once"),
        _of("rebuild", "derive the read models anew",
            "rebuild", "--database sqlite:///again.sqlite3 migrate",
            "--database sqlite:///again.sqlite3 rebuild backup"),
        _of("copy", "copy the log to another database",
            "--database sqlite:///other.sqlite3 migrate", "copy sqlite:///other.sqlite3"),
        _of("mirror", "keep a copy of another instance",
            "--database sqlite:///mirror.sqlite3 migrate",
            f"--database sqlite:///mirror.sqlite3 mirror http://127.0.0.1:8000 {_KEY} --token token --journal mirrored"
            " --once"),
        _of("watch", "see that another instance keeps its word",
            f"watch http://127.0.0.1:8000 {_KEY} --journal watched --once"),
        _of("openapi", "the description of the HTTP API", "openapi > openapi.json"),
        _of("completion", "what lets a shell complete commands", "completion bash > khronika.bash"),
    ),
}  # fmt: skip
"""Sections of `khronika --help`, each with its commands in order."""
_MODULES: Final[dict[str, tuple[str, ...]]] = {
    "answers": ("attest", "receipt"),
    "archive": ("archive", "custody"),
    "ask": ("count", "series", "list", "person", "find", "fact", "changes", "todo", "definitions", "replay", "openapi"),
    "bridge": ("bridge",),
    "bundle": ("bundle",),
    "cases": ("cases",),
    "change": ("load", "correct", "retract", "reinstate", "judge"),
    "checkpoints": ("key", "checkpoint", "checkpoints"),
    "cite": ("cite",),
    "completion": ("completion",),
    "copying": ("copy",),
    "cycle": ("cycle",),
    "demands": ("demands",),
    "disclosure": ("withhold", "disclose"),
    "explain": ("why", "explain", "impact", "digest"),
    "export": ("export",),
    "force": ("mandates", "laws"),
    "health": ("health",),
    "incidents": ("incidents", "incident"),
    "intake": ("import", "imports", "retract-import"),
    "mirror": ("mirror", "watch"),
    "places": ("places",),
    "project": ("project", "rebuild"),
    "published": ("published", "reconcile"),
    "quality": ("check", "quality"),
    "review": ("review",),
    "sanctions": ("sanctions",),
    "search": ("search",),
    "serve": ("migrate", "serve"),
    "snapshot": ("snapshot",),
    "timestamps": ("timestamp", "timestamps"),
    "verify": ("verify",),
}  # fmt: skip
MODULES: Final = {name: module for module, names in _MODULES.items() for name in names}
"""In which module of this room each command stands; it is imported when the command is called."""
EXAMPLES: Final = {entry.name: entry.examples for entries in CONTENTS.values() for entry in entries}
