"""A bundle of a log in which somebody is withheld is accepted, whoever is: its own verifier finds what it states."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.people import FactId, PassageId, PersonId, SourceId
from ledger.events import new_id
from tests.conftest import House, opened
from tests.fuzzing import examples
from tests.scribe import Scribe
from tests.worlds import DAYS, day, edtf

PEOPLE = 4
some = st.integers(0, PEOPLE - 1)
said = st.tuples(
    st.sampled_from(["detained", "released", "recognized", "same", "different", "moved", "retracted"]),
    some,
    some,
    st.integers(0, DAYS - 1),
    st.integers(0, PEOPLE),
)


def tell(house: House, facts: list[tuple[str, int, int, int, int]]) -> list[PersonId]:
    """Record facts about four persons; each cites a passage that names one of them, or nobody."""
    scribe = Scribe(house.ledger)
    people = [scribe.person(f"Person {number}") for number in range(PEOPLE)]
    passages = [scribe.passage, *(quoted(scribe, person) for person in people)]
    opened_by: dict[int, FactId] = {}
    for what, one, other, when, cited in facts:
        more: dict[str, Any] = {"passages": (passages[cited],)}
        if what in {"same", "different"}:
            kind = f.JudgedSame if what == "same" else f.JudgedDifferent
            if one != other:
                fact = kind(pair=(people[one], people[other]), reason="compared", passages=more["passages"])
                house.ledger.record([scribe.draft(new_id(), fact)])
        elif what == "detained" or one not in opened_by:
            opened_by[one] = scribe.fact(f.Detained, people[one], occurred=edtf(when, 0), **more)
        elif what == "released":
            scribe.fact(f.Released, people[one], occurred=edtf(when, 1), deprivation=opened_by[one], **more)
        elif what == "recognized":
            covers = opened_by[one]
            scribe.fact(f.Recognized, people[one], occurred=edtf(when, 0), bodies=("Viasna",), covers=covers, **more)
        elif what == "moved":
            fields = {"occurred": edtf(when, 0), **more}
            if one != other:
                scribe.correct(opened_by.pop(one), f.Detained, people[other], **fields)
        else:
            scribe.retract(opened_by.pop(one))
    return people


def quoted(scribe: Scribe, person: PersonId) -> PassageId:
    """Record a passage that names a person."""
    passage = PassageId(new_id())
    text = f.PassageQuoted(source=SourceId(scribe.source), pinpoint="page 1", text="Of them.", mentions=(person,))
    scribe.ledger.record([scribe.draft(FactId(passage), text)])
    return passage


@pytest.mark.fuzz
@examples(25)
@given(facts=st.lists(said, min_size=2, max_size=14), hidden=st.sets(some, min_size=1, max_size=2), late=st.booleans())
def test_it_is_accepted_and_sums_and_holds_nothing_hidden(
    facts: list[tuple[str, int, int, int, int]],
    hidden: set[int],
    late: bool,  # noqa: FBT001
    sqlite_template: Path,
) -> None:
    path = sqlite_template.with_name("withheld.sqlite3")
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as house, tempfile.TemporaryDirectory() as folder:
        people = tell(house, facts)
        size = house.ledger.size()
        scribe = Scribe(house.ledger)
        for number in sorted(hidden):
            scribe.fact(f.PersonWithheld, people[number])
        house.projector.catch_up()
        asked = [day(number) for number in range(0, DAYS, 2)]
        # The verifier in the bundle is run on it; what it does not accept is not written.
        house.questions.bundles.write(Path(folder) / "bag", days=asked, as_known=size if late else None)
        for number in hidden:
            assert not any(people[number] in one.read_text() for one in Path(folder).rglob("*.*") if one.is_file())
        for one in Path(folder).rglob("answers/*.json"):
            says = json.loads(one.read_text())

            assert len(says["persons"]) + len(says["partly"]) + says["withheld"]["possible"] == says["possible"]
