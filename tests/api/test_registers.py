"""Registers: shipped ones are valid and loaded whole; broken ones are one message with its place."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import cast

import jsonschema
import pytest
import yaml

from api.intake.load import load, plan
from api.intake.register import read_register
from api.intake.schema import written
from domain import facts as f
from domain.dates import FuzzyDate, day_of
from domain.errors import RegisterError
from domain.folds.holds import Holds
from domain.people import FactId
from domain.sources import Variant
from ledger.events import Checked
from projections.worklist import Concern
from tests.conftest import House
from tests.scribe import ask

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
BELARUS = ROOT / "registers" / "belarus"
SCHEMA = jsonschema.Draft202012Validator(json.loads(written()))
TINY = """\
register: tiny
facts:
  - {type: source-registered, key: s1, kind: news, issuer: A paper, title: A page, language: en}
  - {type: passage-quoted, key: q1, source: s1, pinpoint: paragraph 1, text: It is so.}
  - {type: person-registered, key: p1}
  - {type: detained, key: d1, person: p1, occurred: 2017-03-01, passages: [q1]}
"""

COVERAGE = "{type: coverage-declared, key: c1, scope: s, definition: x, variant: then, window: 2017/2018}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tiny"
    made.mkdir()
    (made / "register.yaml").write_text(TINY)
    return made


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "register.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_the_schema_is_the_one_that_the_vocabulary_gives() -> None:
    assert (ROOT / "registers" / "schema.json").read_text() == written()


@pytest.mark.parametrize("path", sorted(BELARUS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_files_are_valid(path: Path) -> None:
    content = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)

    SCHEMA.validate(json.loads(json.dumps(content, default=str)))


def test_the_shipped_register_answers_as_its_sources_say(house: House) -> None:
    """Two on 4 July 2017; six on 21 August 2015, and a seventh in hindsight, recognized in December for that."""
    load(house.ledger, BELARUS, by="tester")
    house.projector.catch_up()

    assert ask(house.questions, house.ledger, "2017-07-04", "in-custody") == (2, 2)
    assert ask(house.questions, house.ledger, "2015-08-21", "in-custody") == (6, 6)
    assert ask(house.questions, house.ledger, "2015-08-21", "in-custody", variant=Variant.HINDSIGHT) == (7, 7)
    assert ask(house.questions, house.ledger, "2015-08-22", "in-custody") == (0, 0)
    for definition in ("held", "in-custody", "ever-recognized"):
        for year in range(2010, 2027):
            ask(house.questions, house.ledger, f"{year}-03-26", definition)


def test_the_shipped_register_holds_everybody_whom_the_first_documents_name_as_persecuted() -> None:
    """Forty people, each with a name as one of the five documents prints it and at least one dated fact.

    Of all 135 in the register something dated is stated.
    """
    documents = {"s01", "s02", "s03", "s250"}
    named, dated = set(), set()
    for entry in read_register(BELARUS).entries:
        if "person" not in entry.fields:
            continue
        person, cited = str(entry.fields["person"].plain()), entry.fields["passages"].plain()
        assert isinstance(cited, list)
        assert cited
        if entry.topic == f.Named.TOPIC and {passage.partition("-")[0] for passage in cited} & documents:
            named.add(person)
        if "occurred" in entry.fields:
            dated.add(person)

    assert len(named) == 40
    assert named <= dated
    assert len(dated) == 135


FORETOLD_BY_NOBODY = {
    kind.TOPIC
    for kind in (f.Detained, f.AdministrativelyArrested, f.Remanded, f.Sentenced, f.ReplacedByStricter, f.Recognized)
}


def test_no_source_of_the_shipped_register_came_out_before_what_it_tells() -> None:
    """A page that was updated is dated by what is cited of it: else it counts as published before it happened."""
    entries = read_register(BELARUS).entries
    plain = [(one.topic, {name: field.plain() for name, field in one.fields.items()}, one.key) for one in entries]
    out = {key: said.get("published") for topic, said, key in plain if topic == f.SourceRegistered.TOPIC}
    cited = {key: str(said["source"]) for topic, said, key in plain if topic == f.PassageQuoted.TOPIC}
    early = [
        (key, source)
        for topic, said, key in plain
        if topic in FORETOLD_BY_NOBODY
        for source in {cited[passage] for passage in cast("list[str]", said["passages"])}
        if (published := out[source])
        and FuzzyDate.parse(str(published)).latest < FuzzyDate.parse(str(said["occurred"])).earliest
    ]

    assert len(cited) > 500
    assert early == []


def test_recognitions_without_custody_count_for_ever_recognized_alone(house: House) -> None:
    """Four reports name 27, 14, 4 and 8 people; the last prints the month alone, so its eight are possible before."""
    load(house.ledger, BELARUS, by="tester")
    house.projector.catch_up()
    days = ("2022-04-27", "2022-04-28", "2023-08-02", "2023-08-03", "2024-03-05", "2024-03-06", "2024-03-31")
    counts = [ask(house.questions, house.ledger, day, "ever-recognized") for day in days]
    more = [(new[0] - old[0], new[1] - old[1]) for old, new in pairwise(counts)]
    keys = house.ledger.register_keys("belarus")
    reported = {keys[f"p{number}"] for number in range(46, 99)}

    assert [more[0], more[2], more[4], more[5]] == [(27, 27), (14, 14), (4, 4), (8, 0)]
    for definition in ("held", "restricted", "former"):
        basis = house.questions.clock.basis(day_of(days[-1]), definition=definition)
        assert not reported & {one.id for one in house.questions.prisoners(basis).prisoners}


def test_isolation_of_the_shipped_register_holds_from_the_stated_day_to_the_release(house: House) -> None:
    """Seven on the day of the page that states since when; each until the release, which one of them has taken back."""
    load(house.ledger, BELARUS, by="tester")
    house.projector.catch_up()
    keys = house.ledger.register_keys("belarus")
    stated = {keys[key] for key in ("p03", "p113", "p131", "p132", "p133", "p134", "p135")}

    def isolated(day: str) -> set[str]:
        basis = house.questions.clock.basis(day_of(day), definition="held")
        return {one.id for one in house.questions.prisoners(basis).prisoners if one.incommunicado is Holds.CERTAINLY}

    assert isolated("2023-02-07") == set()
    assert isolated("2023-02-08") == {keys["p131"]}
    assert isolated("2025-02-05") == stated
    assert stated - isolated("2025-06-21") == {keys["p133"]}
    assert isolated("2025-12-13") == {keys["p03"], keys["p135"]}


def test_each_person_of_the_shipped_register_is_explained_by_passages(house: House) -> None:
    load(house.ledger, BELARUS, by="tester")
    house.projector.catch_up()
    for day, variant in (("2017-07-04", Variant.THEN), ("2015-08-21", Variant.HINDSIGHT)):
        basis = house.questions.clock.basis(day_of(day), definition="in-custody", variant=variant)
        for prisoner in house.questions.prisoners(basis).prisoners:
            types = {type(reason.fact).__name__ for reason in prisoner.reasons}
            assert "Recognized" in types
            assert len(types) > 1
            assert all(reason.quotes and all(quote.source for quote in reason.quotes) for reason in prisoner.reasons)
            assert not prisoner.anomalies


def test_nobody_of_the_shipped_register_is_withheld(house: House) -> None:
    """Its files can be read by everybody: who must not be shown is not in them."""
    load(house.ledger, BELARUS, by="tester")
    house.projector.catch_up()

    assert house.questions.disclosure().people == frozenset()


def test_whoever_of_the_shipped_register_is_possibly_held_in_the_end_is_on_the_worklist(house: House) -> None:
    """Three long sentences run on the last day of the record; all others may be over, and no source says so."""
    load(house.ledger, BELARUS, by="tester")
    house.projector.catch_up()
    last = day_of("2026-03-01")

    held = house.questions.prisoners(house.questions.clock.basis(last, definition="held")).prisoners
    found, _ = house.questions.worklist(last, months=12)
    over = {task.person for task in found.tasks if task.concern is Concern.TERM_OVER}
    assert {one.id for one in held if one.holds is Holds.POSSIBLY} <= over
    certain = {one.name for one in held if one.holds is Holds.CERTAINLY}
    assert certain == {"Aliaksandr Frantskevich", "Andrei Aliaksandrau", "Iryna Zlobina"}
    short = [one for one in held if "administrative arrest" in {e.liberty.value for e in one.elements}]
    assert len(short) == 2
    for day in ("2017-03-30", "2017-05-10"):
        basis = house.questions.clock.basis(day_of(day), definition="held")
        assert all("Statkevi" not in one.name for one in house.questions.prisoners(basis).prisoners)


def test_loading_again_adds_nothing(house: House, folder: Path) -> None:
    first = load(house.ledger, folder, by="tester")
    again = load(house.ledger, folder, by="somebody else")

    assert (first.new, first.known) == (4, 0)
    assert (again.new, again.known) == (0, 4)
    assert house.ledger.size() == 4


def test_two_first_loads_at_once_record_the_register_once(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one records between our comparison and our record."""
    append = house.ledger.append

    def overtaken(drafts: Sequence[Checked]) -> object:
        monkeypatch.setattr(house.ledger, "append", append)
        load(house.ledger, folder, by="the other one")
        return append(drafts)

    monkeypatch.setattr(house.ledger, "append", overtaken)
    done = load(house.ledger, folder, by="tester")

    assert (done.new, done.known) == (0, 4)
    assert house.ledger.size() == 4


def test_the_facts_of_an_overlapping_load_are_added_alone(house: House, folder: Path) -> None:
    load(house.ledger, folder, by="tester")
    more = "  - {type: released, key: r1, person: p1, occurred: 2017-03-05, deprivation: d1, passages: [q1]}\n"
    (folder / "more.yaml").write_text("facts:\n" + more)

    assert load(house.ledger, folder, by="tester").new == 1


def test_a_changed_entry_stops_with_the_difference_and_records_nothing(house: House, folder: Path) -> None:
    load(house.ledger, folder, by="tester")
    change(folder, "2017-03-01", "2017-03-02")
    (folder / "more.yaml").write_text("facts:\n  - {type: person-registered, key: p2}\n")

    with pytest.raises(RegisterError, match=r"register\.yaml:6: d1: occurred changed"):
        load(house.ledger, folder, by="tester")

    assert house.ledger.size() == 4


def test_a_changed_entry_that_would_be_refused_is_refused_by_a_dry_run_too(house: House, folder: Path) -> None:
    load(house.ledger, folder, by="tester")
    change(folder, "2017-03-01", "2100-03-01")

    with pytest.raises(RegisterError, match=r"register\.yaml:6: d1: occurred lies in the future"):
        plan(house.ledger, folder, by="tester")
    change(folder, "2100-03-01", "2017-03-01")
    change(folder, "type: person-registered, key: p1", "type: coverage-declared, key: p1, scope: s")
    with pytest.raises(RegisterError, match=r"register\.yaml:5: p1: a correction cannot make something else"):
        plan(house.ledger, folder, by="tester")


def test_a_changed_entry_is_corrected_when_told_to_with_a_reason(house: House, folder: Path) -> None:
    load(house.ledger, folder, by="tester")
    change(folder, "2017-03-01", "2017-03-02")
    with pytest.raises(RegisterError, match="needs a reason"):
        load(house.ledger, folder, by="tester", correct=True)

    done = load(house.ledger, folder, by="tester", correct=True, reason="misread")
    house.projector.catch_up()

    assert (done.new, done.known, done.corrected) == (0, 3, 1)
    assert ask(house.questions, house.ledger, "2017-03-01") == (0, 0)
    assert ask(house.questions, house.ledger, "2017-03-01", as_known=4) == (1, 1)
    assert load(house.ledger, folder, by="tester").known == 4


def test_a_vanished_entry_is_listed_and_stays(house: House, folder: Path) -> None:
    load(house.ledger, folder, by="tester")
    change(folder, "  - {type: detained, key: d1, person: p1, occurred: 2017-03-01, passages: [q1]}\n", "")

    assert load(house.ledger, folder, by="tester").vanished == ("d1",)
    house.projector.catch_up()
    assert ask(house.questions, house.ledger, "2017-03-01") == (1, 1)


def test_a_correction_by_hand_stays_while_the_file_says_what_it_said(house: House, folder: Path) -> None:
    load(house.ledger, folder, by="tester")
    arrest = house.ledger.register_keys("tiny")["d1"]
    house.ledger.retract(arrest, reason="in error", expect=1, by="tester")

    assert load(house.ledger, folder, by="tester").known == 4
    assert house.ledger.size() == 5


def test_a_dry_run_records_nothing(house: House, folder: Path) -> None:
    planned = plan(house.ledger, folder, by="tester")

    assert planned.new == 4
    assert house.ledger.size() == 0
    change(folder, "2017-03-01", "2100-03-01")
    with pytest.raises(RegisterError, match="future"):
        plan(house.ledger, folder, by="tester")


def test_keys_become_identifiers_that_nobody_can_guess(house: House, folder: Path) -> None:
    load(house.ledger, folder, by="tester")
    ids = house.ledger.register_keys("tiny")

    assert set(ids) == {"s1", "q1", "p1", "d1"}
    assert all(identifier.count("-") == 4 and identifier[14] == "4" for identifier in ids.values())
    assert isinstance(house.ledger.stream(FactId(ids["d1"]))[0].key, str)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2017-03-01", "2017-13-01", r"register\.yaml:6: occurred: '2017-13-01' has no such month"),
        ("2017-03-01", "yesterday", r"register\.yaml:6: occurred: 'yesterday' is not a date"),
        ("2017-03-01", "2017-03-01/2017-03-04", r"register\.yaml:6: occurred: .* is not a date"),
        ("person: p1", "person: p9", r"register\.yaml:6: person: 'p9' is no key of this register"),
        (", passages: [q1]", ", passages: []", r"register\.yaml:6: passages: no passage is cited"),
        (", passages: [q1]", "", r"register\.yaml:6: .*passages"),
        (
            ", passages: [q1]",
            ", passages: [p1]",
            r"register\.yaml:6: d1: passages names a fact of the type person-registered",
        ),
        (
            "type: detained",
            "type: abducted",
            r"register\.yaml:6: type: 'abducted' is no type of fact; there are .*detained",
        ),
        ("key: d1", "key: p1", r"register\.yaml:6: key: 'p1' stands in register\.yaml:5 too"),
        ("key: d1, ", "", r"register\.yaml:6: key: missing"),
        ("occurred:", "happened:", r"register\.yaml:6: .*happened"),
        ("kind: news", "kind: gossip", r"register\.yaml:3: .*kind"),
        ("facts:", "things:", r"register\.yaml:\d: things: no such field"),
        ("register: tiny", "title: tiny", r"register\.yaml:1: register: missing"),
        ("person: p1", "person: p1, person: p1", r"register\.yaml:6: person: the field stands twice"),
        ("person: p1", "person: &a p1", r"register\.yaml:6: anchors and aliases"),
        ("person: p1,", "person: [", r"register\.yaml:\d+: "),
        ("text: It is so.", 'text: "a\\0b"', r"register\.yaml:4: q1: a text holds a control character"),
        ("text: It is so.", 'text: "a\\u202eb"', r"register\.yaml:4: q1: a text holds a control character"),
        ("language: en", "language: en, url: 'javascript:alert(1)'", r"register\.yaml:3: url: an address begins"),
        ("key: p1}", f"key: p1}}\n  - {COVERAGE}", r"register\.yaml:6: c1: 'x' is no definition"),
        ("key: d1", f"key: {'d' * 201}", r"a key is longer than 200"),
        ("person: p1,", f"person: {'[' * 3000}{']' * 3000},", r"register\.yaml.*nests too deeply"),
        ("2017-03-01", "2100-03-01", r"register\.yaml:6: d1: occurred lies in the future"),
    ],
)
def test_a_broken_register_is_one_message_with_its_place(
    house: House, folder: Path, old: str, new: str, message: str
) -> None:
    change(folder, old, new)

    with pytest.raises(Exception, match=message) as caught:
        load(house.ledger, folder, by="tester")

    assert type(caught.value).__module__ == "domain.errors"
    assert house.ledger.size() == 0


def test_files_that_are_no_text_or_no_register_are_one_message(house: House, folder: Path, tmp_path: Path) -> None:
    (folder / "bad.yaml").write_bytes(b"facts: [\xff\xfe]")
    with pytest.raises(RegisterError, match=r"bad\.yaml: the file is not UTF-8"):
        load(house.ledger, folder, by="tester")
    (folder / "bad.yaml").write_bytes(b"facts: \x00")
    with pytest.raises(RegisterError, match=r"bad\.yaml: the file holds characters"):
        load(house.ledger, folder, by="tester")
    (folder / "bad.yaml").write_text("")
    with pytest.raises(RegisterError, match=r"bad\.yaml: the file is empty"):
        load(house.ledger, folder, by="tester")
    (folder / "bad.yaml").write_text("- a list")
    with pytest.raises(RegisterError, match=r"bad\.yaml:1: expected fields"):
        load(house.ledger, folder, by="tester")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(RegisterError, match=r"holds no register\.yaml"):
        load(house.ledger, tmp_path / "nothing", by="tester")
    (folder / "bad.yaml").write_text("register: other\nfacts: []")
    with pytest.raises(RegisterError, match=r"bad\.yaml:1: register: only register\.yaml names"):
        load(house.ledger, folder, by="tester")
    (folder / "bad.yaml").rename(folder / "bad.yml")
    with pytest.raises(RegisterError, match=r"bad\.yml: files of a register end in \.yaml"):
        load(house.ledger, folder, by="tester")
    assert house.ledger.size() == 0


def test_text_is_recorded_in_normal_form_c(house: House, folder: Path) -> None:
    change(folder, "It is so.", "Z\u030camc\u030cuz\u030cny")
    load(house.ledger, folder, by="tester")
    quote = house.ledger.register_keys("tiny")["q1"]

    assert getattr(house.ledger.stream(quote)[0].content, "text", "") == "\u017dam\u010du\u017eny"


def test_two_copies_of_a_register_differ_in_identifiers_alone(databases_of_both: tuple[House, House]) -> None:
    one, other = databases_of_both
    for house in (one, other):
        load(house.ledger, BELARUS, by="tester")
        house.projector.catch_up()

    assert set(one.ledger.register_keys("belarus")) == set(other.ledger.register_keys("belarus"))
    assert not set(one.ledger.register_keys("belarus").values()) & set(other.ledger.register_keys("belarus").values())
    for day in ("2014-06-01", "2015-08-21", "2017-03-25", "2017-07-04", "2022-01-01"):
        for definition in ("held", "in-custody", "ever-recognized"):
            assert ask(one.questions, one.ledger, day, definition) == ask(
                other.questions, other.ledger, day, definition
            )


@pytest.fixture
def databases_of_both(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """One SQLite and one PostgreSQL house at once."""
    from tests.conftest import Databases, opened  # noqa: PLC0415

    made = [Databases(kind, request, tmp_path) for kind in ("sqlite", "postgresql")]
    with opened(made[0].make()) as one, opened(made[1].make()) as other:
        yield one, other
    made[1].drop()
