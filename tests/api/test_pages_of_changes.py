"""The pages over histories that a test writes: changes, uncertain dates, hostile texts, a house that fails."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.bootstrap import Service
from api.web.pages import PAGE
from domain import facts as f
from domain.people import FactId, PassageId, SourceId
from domain.sources import SourceKind
from ledger.events import new_id
from tests.api.html import Page
from tests.conftest import House
from tests.scribe import Scribe


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    """The pages over a history that a test writes, without a server around them."""
    service = Service(house.ledger, house.projector, house.questions, house.clock, house.engine)
    with TestClient(create_app(service), base_url="http://127.0.0.1") as found:
        yield found


def test_what_is_recorded_is_text_and_never_markup(house: House, client: TestClient) -> None:
    evil = "\"'><script>x</script><b onclick=x>&lt;{{ 7 * 7 }}"
    scribe = Scribe(house.ledger)
    source, passage = SourceId(new_id()), PassageId(new_id())
    document = f.SourceRegistered(kind=SourceKind.NEWS, issuer=evil, title=evil, language=evil, url=f"https://x/{evil}")
    quoted = f.PassageQuoted(source=source, pinpoint=evil, text=evil, note=evil)
    house.ledger.record([Scribe.draft(FactId(source), document), Scribe.draft(FactId(passage), quoted)])
    person = scribe.person(evil)
    arrest = scribe.fact(f.Detained, person, occurred="2015-01-01", passages=(passage,))
    said = scribe.fact(
        f.Recognized, person, occurred="2015-01", bodies=(evil,), covers=arrest, demand=evil, passages=(passage,)
    )
    house.ledger.retract(arrest, reason=evil, expect=1, by=evil)
    house.ledger.reinstate(arrest, reason=evil, expect=2, by=evil)
    house.projector.catch_up()
    for path in ("/", f"/people/{person}", f"/facts/{arrest}", f"/facts/{said}", f"/sources/{source}"):
        answer = client.get(path, params={"as_of": "2015-02-01", "definition": "held"})
        shown = Page(answer.text)
        shown.check()

        assert answer.status_code == 200, path
        assert evil in shown.text


def test_what_was_corrected_or_retracted_is_struck_through_with_the_reason(house: House, client: TestClient) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A Person")
    arrest = scribe.fact(f.Detained, person, occurred="2015-01-10")
    second = scribe.fact(f.Detained, person, occurred="2016-01-10")
    before = house.ledger.size()
    scribe.correct(arrest, f.Detained, person, occurred="2015-01-11")
    scribe.retract(second)
    house.projector.catch_up()

    shown = Page(client.get(f"/people/{person}").text)
    once = Page(client.get(f"/people/{person}", params={"as_known": before}).text)
    fact = Page(client.get(f"/facts/{arrest}").text)
    gone = Page(client.get(f"/facts/{second}").text)

    for one in (shown, once, fact, gone):
        one.check()
    struck = [" ".join(one.text.split()) for one in shown.all("s")]
    assert struck == ["Detained, 10 January 2015", "Detained", "Detained, 10 January 2016"]
    assert "the source corrected itself" in shown.text
    assert "in error" in shown.text
    assert not once.all("s")
    assert "11 January 2015" not in once.text
    assert len(fact.all("div", **{"class": "gone"})) == 1
    assert len(gone.all("div", **{"class": "gone"})) == 2
    digests = [one["sha256"] for one in client.get(f"/v1/facts/{arrest}").json()["fact"]["versions"]]
    assert [one.text for one in fact.all("code") if one.text in digests] == digests
    assert "What stands corrected" in fact.text
    assert "No longer stands: person" in fact.text
    assert "the source corrected itself" in fact.text
    assert "Nothing stands: retracted" in gone.text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2015-01-09", "Free, as far as this record goes"),
        ("2015-01-10", "Certainly: short detention"),
        ("2015-07-31", "Certainly: short detention"),
        ("2015-08-01", "May be: free or short detention"),
        ("2015-08-31", "Certainly: free"),
    ],
)
def test_a_person_stands_as_on_the_chosen_day(house: House, client: TestClient, day: str, said: str) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A Person")
    arrest = scribe.fact(f.Detained, person, occurred="2015-01-10")
    scribe.fact(f.Released, person, occurred="2015-08", deprivation=arrest)
    house.projector.catch_up()

    shown = Page(client.get(f"/people/{person}", params={"as_of": day}).text)

    assert said in shown.text
    assert len(shown.all("tr", **{"class": "chosen"})) == (not said.startswith("Free"))


def test_uncertain_dates_are_said_in_words_and_kept_as_written(house: House, client: TestClient) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A Person")
    written = {
        "2015": "2015",
        "2015-08": "August 2015",
        "2015-08-02": "2 August 2015",
        "[2015-08-02..2015-09-04]": "between 2 August 2015 and 4 September 2015",
        "[2015-08-02..]": "on or after 2 August 2015",
        "[..2015-08-02]": "on or before 2 August 2015",
        "2015-08-02~": "between 1 August 2015 and 3 August 2015",
        "XXXX-12-22": "22 December of a year that is not known",
    }
    for form, words in written.items():
        fact = scribe.fact(f.Detained, person, occurred=form)
        house.projector.catch_up()
        shown = Page(client.get(f"/facts/{fact}").text)
        shown.check()

        assert shown.one("h1").text.replace("\N{NO-BREAK SPACE}", " ") == f"Detained, {words}"
        assert shown.all("time", datetime=form) or f"written {form}" in shown.text


def test_the_first_page_asks_about_today(client: TestClient) -> None:
    shown = Page(client.get("/").text)

    assert shown.one("input", name="as_of").attributes["value"] == "2026-11-22"
    assert "In custody on 22 November 2026" in shown.text
    assert "Nobody, as far as this basis knows." in shown.text


def test_a_page_of_somebody_whose_registration_is_retracted_says_so(house: House, client: TestClient) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A Person")
    scribe.retract(FactId(person))
    house.projector.catch_up()
    shown = Page(client.get(f"/people/{person}").text)
    shown.check()

    assert "The registration of this person is retracted: no answer counts them." in shown.text


def test_a_fact_that_lost_its_passage_says_so(house: House, client: TestClient) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A Person")
    arrest = scribe.fact(f.Detained, person, occurred="2015-01-10")
    scribe.retract(FactId(scribe.passage))
    house.projector.catch_up()
    asked = {"as_of": "2015-01-10", "definition": "held"}

    for path in ("/", f"/people/{person}", f"/facts/{arrest}"):
        assert "1 cited passage does not stand any more." in Page(client.get(path, params=asked).text).text


def test_a_source_that_is_retracted_keeps_its_address(house: House, client: TestClient) -> None:
    scribe = Scribe(house.ledger)
    scribe.retract(FactId(scribe.source))
    house.projector.catch_up()
    shown = Page(client.get(f"/sources/{scribe.source}").text)
    shown.check()

    assert shown.one("h1").text == "A source that is retracted"
    assert "It is so." in shown.text


def test_a_page_that_is_not_projected_in_time_says_when_to_come_back(house: House, client: TestClient) -> None:
    person = Scribe(house.ledger).person("A Person")
    answer = client.get(f"/people/{person}", params={"as_known": house.ledger.size()})

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert "ask again shortly." in Page(answer.text).one("p", role="alert").text


def test_a_database_that_fails_is_a_page_without_a_trace_or_a_name(
    house: House, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("ALTER TABLE newest_day_a RENAME TO elsewhere"))
    answer = client.get("/people/Some Name", params={"as_of": "2017-07-04"})
    Page(answer.text).check()

    assert answer.status_code == 503
    assert "The database does not answer as it should." in answer.text
    assert "at /people/{…}" in caplog.text
    assert "Some" not in caplog.text + answer.text


def test_a_fault_of_ours_is_a_page_without_a_trace(house: House, caplog: pytest.LogCaptureFixture) -> None:
    broken = Service(house.ledger, house.projector, None, house.clock, house.engine)  # type: ignore[arg-type]  # broken on purpose
    with TestClient(create_app(broken), base_url="http://127.0.0.1") as client:
        answer = client.get("/people/x")
    Page(answer.text).check()

    assert answer.status_code == 500
    assert "The fault is ours; it has been logged." in answer.text
    assert "AttributeError at /people/{…}" in caplog.text


def test_a_long_list_goes_on_from_page_to_page_at_one_basis(house: House, client: TestClient) -> None:
    """The second page holds whom the first did not, even if somebody is recorded in between."""
    scribe = Scribe(house.ledger)
    for number in range(PAGE + 3):
        scribe.fact(f.Detained, scribe.person(f"P{number:03}"), occurred="2015-01-10")
    house.projector.catch_up()
    first = client.get("/", params={"as_of": "2015-02-01", "definition": "held"})
    following = re.search(r'href="(/\?[^"]*after=[^"]*)"', first.text)
    assert following is not None
    scribe.fact(f.Detained, scribe.person("P000 too"), occurred="2015-01-10")
    house.projector.catch_up()

    second = client.get(unescape(following[1]))

    Page(second.text).check()
    names = [re.findall(r">(P\d+[^<]*)</a></h3>", page.text) for page in (first, second)]
    assert [len(found) for found in names] == [PAGE, 3]
    assert sorted(names[0] + names[1]) == [f"P{number:03}" for number in range(PAGE + 3)]
    assert "after=" not in second.text
    assert client.get("/people/x", params={"after": "x"}).status_code == 400
    assert client.get("/", params={"after": new_id()}).status_code == 404


def test_days_held_and_isolation_are_shown_on_the_day(house: House, client: TestClient) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("A Person")
    arrest = scribe.fact(f.Detained, person, occurred="2015-01-10")
    scribe.fact(f.HeldIncommunicado, person, occurred="2015-01-12", deprivation=arrest)
    house.projector.catch_up()

    def shown(day: str) -> str:
        page = Page(client.get(f"/people/{person}", params={"as_of": day}).text)
        page.check()
        return " ".join(page.text.split())

    assert "Days held up to this day: 2 certain, 2 possible." in shown("2015-01-11")
    assert "incommunicado on this day" not in shown("2015-01-11")
    assert "Certainly held incommunicado on this day." in shown("2015-01-12")
    listed = Page(client.get("/", params={"as_of": "2015-01-12", "definition": "held"}).text)
    assert "certainly incommunicado" in listed.text
