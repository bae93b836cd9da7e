"""Every documented command runs: ``console`` blocks of README and docs, over the shipped register, on each database."""

import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from domain import facts as f
from domain.clauses import CLAUSES
from domain.editions import registry
from projections.snapshot.shape import TABLES
from projections.snapshot.views import VIEWS
from tests.api.conftest import KHRONIKA, ROOT, Command, Result
from tests.conftest import Databases
from tests.signing import ORIGIN, settings

pytestmark = pytest.mark.long

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = "…"
"""In expected output: anything may stand here."""


def commands(document: Path) -> list[tuple[str, str]]:
    """Return each command of a document with the output that it shows."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.findall(document.read_text()):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            found.append((command, shown))
    return found


def matches(shown: str, printed: str) -> bool:
    pattern = ".*".join(re.escape(part.strip("\n")) for part in shown.split(ELSEWHERE))
    return re.fullmatch(rf"\s*{pattern}\s*", printed, re.DOTALL) is not None


def ran_as_written(command: str, environment: dict[str, str]) -> Result:
    """Run a line in a shell, as its reader would."""
    line = ["bash", "-c", command]
    done = subprocess.run(line, check=False, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60)
    return Result(done.returncode, done.stdout, done.stderr)


def ran_here(khronika: Command, command: str, environment: dict[str, str]) -> Result:
    """Run a command in this process if it needs no shell: it begins a second sooner."""
    name, *arguments = shlex.split(command)
    if name == "khronika" and not set(command) & set("|&;<>$`*~"):
        return khronika(*arguments)
    return ran_as_written(command, environment)


@pytest.fixture(params=["sqlite", "postgresql"])
def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    databases = Databases(request.param, request, tmp_path)
    command = Command(databases.make())
    command.ok("load", "registers/belarus")
    command.ok("key", "new", str(tmp_path / "key.pem"), "--origin", ORIGIN)
    with pytest.MonkeyPatch.context() as patch:
        settings(patch, tmp_path)
        yield command
    databases.drop()


def test_every_documented_command_runs_and_prints_what_is_shown(recorded: Command) -> None:
    environment = {
        **os.environ,
        "KHRONIKA_DATABASE_URL": recorded.url,
        "PATH": f"{KHRONIKA.parent}:{os.environ['PATH']}",
    }
    written = recorded.url.startswith("sqlite")
    ran = 0
    for document in DOCUMENTS:
        for command, shown in commands(document):
            done = ran_as_written(command, environment) if written else ran_here(recorded, command, environment)
            where = f"{document.name}: {command}"

            assert done.code == 0, f"{where}\n{done.err}"
            assert not shown.strip() or matches(shown, done.out), f"{where}\n{done.out}"
            ran += 1
    assert ran >= 7


def test_documents_name_only_options_and_commands_that_exist() -> None:
    helped = Command("sqlite:///none").ok("--help").out
    for document in DOCUMENTS:
        for name in re.findall(r"`khronika ([a-z]+)", document.read_text()):
            assert re.search(rf"^  {name} ", helped, re.MULTILINE), f"{document.name}: {name}"
        for command, _ in commands(document):
            words = shlex.split(command)
            if words[0] != "khronika":
                continue
            options = Command("sqlite:///none").ok(words[1], "--help").out
            assert all(word.split("=")[0] in options for word in words if word.startswith("--")), command


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / unquote(target)).exists(), f"{document.name}: {target}"


def facts_table() -> str:
    """The table of docs/registers.md: every type of fact, what it says, its fields."""
    lines = ["| type | says | fields |", "|---|---|---|"]
    for kind in f.KINDS:
        says = " ".join((kind.__doc__ or "").split("\n\n")[0].split()).replace("``", "`")
        required = set(kind.__struct_fields__) - {
            name
            for name, default in zip(
                kind.__struct_fields__[-len(kind.__struct_defaults__) :] if kind.__struct_defaults__ else (),
                kind.__struct_defaults__,
                strict=True,
            )
            if str(default) != "NODEFAULT"
        }
        fields = ", ".join(f"**{name}**" if name in required else name for name in sorted(kind.__struct_fields__))
        lines.append(f"| `{f.word(kind)}` | {says} | {fields or 'none'} |")
    return "\n".join(lines)


def test_the_table_of_facts_is_the_one_that_the_vocabulary_gives() -> None:
    """To renew it, write what this test expects between the markers."""
    text = (ROOT / "docs" / "registers.md").read_text()
    between = re.search(r"<!-- facts:begin -->\n(.*?)\n<!-- facts:end -->", text, re.DOTALL)

    assert between is not None
    assert between[1].strip() == facts_table()


def articles_table() -> str:
    """The table of docs/codes.md: every line of the registry of articles."""
    lines = ["| article | says | in | from | not from | page |", "|---|---|---|---|---|---|"]
    for one in registry():
        end = f"`{one.end}`" if one.end else ""
        lines.append(f"| `{one.article}` | {one.title} | {one.act} | `{one.start}` | {end} | <{one.source}> |")
    return "\n".join(lines)


def clauses_table() -> str:
    """The table of docs/codes.md: every clause of the registry."""
    lines = ["| clause | of | version | covers | page |", "|---|---|---|---|---|"]
    lines += [
        f"| `{one.clause}` | {one.document} | {one.version or 'not said'} | {one.covers} | <{one.source}> |"
        for one in CLAUSES
    ]
    return "\n".join(lines)


@pytest.mark.parametrize(("name", "table"), [("articles", articles_table), ("clauses", clauses_table)])
def test_the_tables_of_codes_are_those_of_the_registries(name: str, table: Callable[[], str]) -> None:
    """To renew one, write what this test expects between its markers."""
    text = (ROOT / "docs" / "codes.md").read_text()
    between = re.search(rf"<!-- {name}:begin -->\n(.*?)\n?<!-- {name}:end -->", text, re.DOTALL)

    assert between is not None
    assert between[1].strip() == table()


def tables_of_a_snapshot() -> str:
    """The table of docs/snapshot.md: every table of a snapshot with its columns."""
    lines = ["| table | holds | columns |", "|---|---|---|"]
    lines += [
        f"| `{one.name}` | {one.says} | {', '.join(f'`{column.name}`' for column in one.columns)} |" for one in TABLES
    ]
    return "\n".join(lines)


def views_of_a_snapshot() -> str:
    """The views of a snapshot."""
    return "\n".join(["| view | answers |", "|---|---|", *(f"| `{one.name}` | {one.says} |" for one in VIEWS)])


@pytest.mark.parametrize(("name", "table"), [("tables", tables_of_a_snapshot), ("views", views_of_a_snapshot)])
def test_the_tables_of_a_snapshot_are_described_as_they_are(name: str, table: Callable[[], str]) -> None:
    """To renew one, write what this test expects between its markers."""
    text = (ROOT / "docs" / "snapshot.md").read_text()
    between = re.search(rf"<!-- {name}:begin -->\n(.*?)\n?<!-- {name}:end -->", text, re.DOTALL)

    assert between is not None
    assert between[1].strip() == table()
