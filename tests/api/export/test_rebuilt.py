"""An instance rebuilt from a full export answers as the one that it is from, from either database to the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api import bootstrap
from tests.api.conftest import Command
from tests.conftest import DATABASES, Databases

DAY = ("--as-of", "2017-07-04")
QUESTIONS = [
    *(("count", *DAY, "--definition", one, "--json") for one in ("held", "in-custody", "restricted", "former")),
    ("count", *DAY, "--variant", "hindsight", "--recognized-by", "Viasna", "--json"),
    ("count", *DAY, "--as-known", "1000", "--json"),
    ("list", *DAY, "--json"),
    ("sanctions", "--as-of", "2015-11-01", "--json"),
    ("demands", "--as-of", "2017-07-04", "--json"),
    ("incidents", "--from", "2017-03-01", "--to", "2017-03-31", "--json"),
    ("reconcile", "--as-of", "2017-07-04", "--json"),
]


@pytest.fixture
def rebuilt(request: pytest.FixtureRequest, belarus: Command, tmp_path: Path) -> Iterator[Command]:
    """An instance on the other kind of database; the ledger's own tests rebuild on the same kind, too."""
    (kind,) = (one for one in DATABASES if not belarus.url.startswith(one))
    databases = Databases(kind, request, tmp_path)
    found = Command(databases.make())
    belarus.ok("export", "full", str(tmp_path / "full"), "--all")
    found.ok("rebuild", str(tmp_path / "full"))
    yield found
    databases.drop()


def test_it_has_the_same_roots_and_gives_the_same_answers(belarus: Command, rebuilt: Command) -> None:
    with bootstrap.service(belarus.url) as one, bootstrap.service(rebuilt.url) as other:
        size = one.ledger.size()
        roots = [one.ledger.root(each) for each in range(1, size + 1, 7)]

        assert other.ledger.size() == size
        assert [other.ledger.root(each) for each in range(1, size + 1, 7)] == roots
        assert other.ledger.root(size) == one.ledger.root(size)
    for question in QUESTIONS:
        # They name their basis: the log size and its root.
        assert rebuilt.ok(*question).json == belarus.ok(*question).json, question
    for person in [each["id"] for each in belarus.ok("list", *DAY, "--json").json["prisoners"]]:
        question = ("person", person, *DAY, "--json")

        assert rebuilt.ok(*question).json == belarus.ok(*question).json
    assert "Nothing was found." in rebuilt.ok("verify").out
    assert "0 new" in rebuilt.ok("load", "registers/belarus").out
