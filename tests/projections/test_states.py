"""States beside checkpoints: the digests of rows and of replay are one, at the size they were read at, and stay so."""

from pathlib import Path

import pytest

from domain import facts as f
from domain.dates import day_of
from domain.errors import ProofError
from ledger.proofs import note, state, statement
from ledger.proofs.keys import SigningKey, make_key
from ledger.proofs.statement import Kind
from ledger.states import Recorded
from ledger.verify.findings import Finding
from projections.states import replayed, state_of, verify_states
from tests.conftest import House
from tests.scribe import Scribe
from tests.signing import ORIGIN

DAY = day_of("2015-06-01")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return make_key(tmp_path_factory.mktemp("keys") / "key.pem", ORIGIN)


def build(house: House) -> tuple[int, int]:
    """Record four people; withhold two, one of them a minor, then show one again; return sizes in between."""
    scribe = Scribe(house.ledger)
    people = [scribe.person(f"Person {number}") for number in range(4)]
    openings = [scribe.fact(f.Detained, one, occurred="2015-03") for one in people]
    for one, opening in zip(people[:3], openings, strict=False):
        scribe.fact(f.Recognized, one, occurred="2015-04-04", bodies=("Viasna",), covers=opening)
    scribe.fact(f.BirthYearStated, people[0], year=2005)
    scribe.judge(f.JudgedSame, people[2], people[3])
    before = house.ledger.size()
    withheld = scribe.fact(f.PersonWithheld, people[1], ground=f.Withholding.DANGER)
    hidden = house.ledger.size()
    scribe.retract(withheld)
    scribe.fact(f.PersonWithheld, people[2], ground=f.Withholding.DANGER)
    house.projector.catch_up()
    return before, hidden


def keep(house: House, key: SigningKey, size: int) -> Recorded:
    """Record the state of a size, each on a day of its own."""
    says = state_of(house.ledger, house.engine, ORIGIN, day=day_of(f"2015-06-{size:02}"), size=size)
    recorded = Recorded(size, says.day, statement.sign(Kind.STATE, says.text, key).data, house.clock())
    house.ledger.states.keep(recorded)
    return recorded


def test_rows_and_replay_give_the_same_digests_at_every_size_whoever_is_withheld_later(house: House) -> None:
    before, hidden = build(house)
    found = {
        size: state_of(house.ledger, house.engine, ORIGIN, day=DAY, size=size).digests
        for size in (before, hidden, house.ledger.size())
    }

    assert found == {size: replayed(house.ledger, day=DAY, size=size) for size in found}
    assert len(set(found.values())) == 3
    assert [str(one).split(" ")[:2] for one in found[before]][:3] == [
        ["held/1", "none"],
        ["in-custody/1", "then"],
        ["in-custody/1", "hindsight"],
    ]


def test_a_state_is_kept_once_a_day_and_found_by_its_size(house: House, key: SigningKey) -> None:
    before, hidden = build(house)
    first, second = keep(house, key, before), keep(house, key, hidden)
    house.ledger.states.keep(Recorded(hidden + 1, second.day, b"other", house.clock()))
    house.ledger.states.keep(Recorded(hidden, "2015-07-01", b"other", house.clock()))

    assert house.ledger.states.page(after=0, limit=9) == [first, second]
    assert house.ledger.states.newest() == house.ledger.states.at(hidden) == second
    assert house.ledger.states.at(hidden + 1) is None
    found: list[Finding] = []
    assert verify_states(house.ledger, house.engine, found.append, keys=[key.verifier], replays=9) == 2
    assert found == []


@pytest.mark.parametrize("column", ["note", "day", "size", "digest", "signature", "root"])
def test_a_recorded_state_that_was_altered_is_found(house: House, key: SigningKey, tmp_path: Path, column: str) -> None:
    before, hidden = build(house)
    one = keep(house, key, hidden)
    keep(house, key, before)
    says = one.says
    signer = make_key(tmp_path / "other.pem", ORIGIN) if column == "signature" else key
    digests = (says.digests[1], *says.digests[1:]) if column == "digest" else says.digests
    root = b"\x07" * 32 if column == "root" else says.root
    other = state.State(says.origin, says.day, says.size, root, says.rules, digests)
    changed = {
        "note": statement.sign(Kind.STATE, other.text, signer).data if column != "note" else one.note[:-9],
        "day": "2015-06-30" if column == "day" else one.day,
        "size": hidden + 1 if column == "size" else hidden,
    }
    recorder = house.ledger.recorder
    with recorder.log_transaction(commit=True) as cursor:
        sql = "UPDATE log_state SET note = ?, day = ?, size = ? WHERE size = ?"
        recorder.run(cursor, sql, [*changed.values(), hidden])

    found: list[Finding] = []
    verify_states(house.ledger, house.engine, found.append, keys=[key.verifier])

    assert {(one.table, one.place) for one in found} == {("log_state", f"size {changed['size']}")}


def test_a_state_in_another_form_is_refused(house: House, key: SigningKey) -> None:
    before, _ = build(house)
    text = keep(house, key, before).says.text

    assert state.parse(text).text == text
    for other in (
        text.replace("as-known ", "as-known 0"),
        text.replace("digest held/1 none ", "digest held/1 "),
        text.replace("rules 2\n", ""),
        text + "more yes\n",
        text.upper(),
    ):
        assert other != text
        with pytest.raises(ProofError):
            state.parse(other)
    with pytest.raises(ProofError):
        note.parse(text.encode())
