"""Canonical bytes: RFC 8785, golden for each type of fact, and nothing else decodes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain import facts as f
from domain.archive import CaptureMethod, CaptureTime, CopyState, Terms
from domain.changes import Content, Corrected, Reinstated, Retracted
from domain.codes import Article
from domain.dates import FuzzyDate, FuzzyInterval
from domain.errors import FactError, IntegrityError
from domain.incidents import IncidentKind
from domain.people import FactId, Gender, Occupation, PassageId, PersonId, PlaceId, Script, SourceId, TargetId
from domain.published import Counted, Unit
from domain.quantities import Quantity
from domain.sanctions import Measure, TargetKind
from domain.sources import About, SourceKind, Variant, Wording
from domain.terms import Duration, Term
from ledger.events import Draft, Position
from ledger.mapper import canonical, decode, encode
from tests.fuzzing import examples

pytestmark = pytest.mark.long

GOLDEN = Path(__file__).parent / "golden"
JCS = Path(__file__).parents[1] / "vectors" / "jcs"
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
WHO: dict[str, Any] = {"person": PersonId("person-id"), "passages": (PassageId("passage-id"),)}
LIBERTY: dict[str, Any] = WHO | {
    "occurred": FuzzyDate.parse("[2017-03-21..2017-03-22]"),
    "deprivation": FactId("opening-id"),
    "follows": (FactId("earlier-id"),),
    "happening": FactId("report-id"),
}
DEMAND: dict[str, Any] = {
    "passages": (PassageId("passage-id"),),
    "bodies": ("Viasna", "BAJ"),
    "occurred": FuzzyDate.parse("2016-02"),
}
FORCE: dict[str, Any] = {
    "passages": (PassageId("passage-id"),),
    "occurred": FuzzyDate.parse("2019-07-19"),
    "text": "For a year.",
}
ACT: dict[str, Any] = {"adopted": FuzzyDate.parse("2019-01-09"), "published": FuzzyDate.parse("2019-01")}
PLACE: dict[str, Any] = {"place": PlaceId("place-id"), "passages": (PassageId("passage-id"),)}
ARTICLES = (Article.parse("CC 293 part 2, attempt"), Article.parse("CC 193-1"))
CASE: dict[str, Any] = WHO | {"occurred": FuzzyDate.parse("2017-03"), "case": FactId("case-id")}
SENTENCE: dict[str, Any] = WHO | {"occurred": FuzzyDate.parse("2017-03"), "sentence": FactId("sentence-id")}
AFTER: dict[str, Any] = WHO | {"occurred": FuzzyDate.parse("2015-08-22")}
TERM = Term(length=Duration.parse("P6Y6M"), starts=FuzzyDate.parse("2014-08-14"), credited=Duration.parse("P3D"))
INCIDENT: dict[str, Any] = {"incident": FactId("incident-id"), "passages": (PassageId("passage-id"),)}
TARGET: dict[str, Any] = {"target": TargetId("target-id"), "passages": (PassageId("passage-id"),)}
SANCTION: dict[str, Any] = TARGET | {
    "authority": "EU",
    "programme": "Belarus",
    "measures": (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN),
    "occurred": FuzzyDate.parse("2015-10-31"),
    "act": FactId("act-id"),
}

SAMPLES: tuple[f.Fact, ...] = (
    f.SourceRegistered(
        kind=SourceKind.STATEMENT,
        issuer="Viasna",
        title="Заява «Вясны»",
        language="be",
        published=FuzzyDate.parse("2017-04-14"),
        captured=FuzzyDate.parse("2026-01"),
        url="https://example.org/1",
        signatories=("Viasna", "BAJ"),
        digest="00" * 32,
        note="A note",
    ),
    f.PassageQuoted(source=SourceId("source-id"), pinpoint="paragraph 2", text="Michail Žamčužny и […]", wording=Wording.IN_OUR_WORDS, mentions=(PersonId("person-id"),), note="typo kept"),
    f.CoverageDeclared(scope="Two men", definition="in-custody", variant=Variant.THEN, window=FuzzyInterval.parse("2017-07-04/2017-07-04"), persons=2, about=(About.PERSONS,), passages=(PassageId("passage-id"),)),
    f.PersonRegistered(),
    f.Named(**WHO, text="Žamčužny", language="en", script=Script.LATIN, romanization="ad hoc"),
    f.BirthYearStated(**WHO, year=1956),
    f.GenderStated(**WHO, gender=Gender.MALE),
    f.OccupationStated(**WHO, group=Occupation.HUMAN_RIGHTS_DEFENDER),
    f.ExternalIdStated(**WHO, publisher="Viasna", value="123"),
    f.Detained(**LIBERTY),
    f.AdministrativelyArrested(**LIBERTY, term=Term(length=Duration.parse("P15D")), in_absentia=True),
    f.CriminallyDetained(**LIBERTY),
    f.HeldAsSuspect(**LIBERTY),
    f.Remanded(**LIBERTY, term=TERM),
    f.PutUnderHouseArrest(**LIBERTY),
    f.Sentenced(**LIBERTY, punishment=f.Punishment.COLONY, term=TERM, custody=True, court=PlaceId("court-id")),
    f.PunishmentBegun(**LIBERTY, punishment=f.Punishment.OPEN_TYPE, term=Term(ends=FuzzyDate.parse("2016-02"))),
    f.Transferred(**LIBERTY, punishment=f.Punishment.COMPULSORY_TREATMENT),
    f.RegimeChanged(**LIBERTY, punishment=f.Punishment.COLONY, regime=f.Regime.STRICT),
    f.Released(**LIBERTY, kind=f.ReleaseKind.PARDON),
    f.ReleaseRevoked(**LIBERTY, release=FactId("release-id")),
    f.LeftCountry(**LIBERTY, kind=f.Departure.DEPORTED),
    f.Returned(**LIBERTY),
    f.Died(**LIBERTY),
    f.RecognitionProposed(**WHO, occurred=FuzzyDate.parse("2017-03"), bodies=("Viasna", "BHC"), covers=FactId("opening-id")),
    f.Recognized(**WHO, occurred=FuzzyDate.parse("[..2012-11-15]"), bodies=("Viasna",), covers=FactId("opening-id"), clause="3.1 (a)", demand="release"),
    f.RecognitionWithdrawn(**WHO, occurred=FuzzyDate.parse("2018~"), recognition=FactId("recognition-id")),
    f.RecognitionRestored(**WHO, occurred=FuzzyDate.parse("2018-04"), withdrawal=FactId("withdrawal-id")),
    f.HeldIncommunicado(**WHO, occurred=FuzzyDate.parse("2023-02-08"), deprivation=FactId("opening-id")),
    f.ContactRestored(**WHO, occurred=FuzzyDate.parse("[2024-11-01..2024-11-12]"), isolation=FactId("isolation-id")),
    f.ReportPreferred(person=PersonId("person-id"), happening=FactId("report-id"), report=FactId("other-id"), reason="nearer", passages=(PassageId("passage-id"),)),
    *(
        kind(pair=(PersonId("person-id"), PersonId("other-id")), reason="compared", passages=(PassageId("passage-id"),))
        for kind in (f.JudgedSame, f.JudgedDifferent, f.JudgedUndecided)
    ),
    f.PersonWithheld(person=PersonId("person-id"), ground=f.Withholding.DANGER),
    f.PersonDisclosed(person=PersonId("person-id"), reason="grown up and willing"),
    f.TargetRegistered(kind=TargetKind.GROUP),
    f.TargetNamed(**TARGET, text="170 persons", language="en"),
    f.SizeStated(**TARGET, persons=Quantity.parse("170"), entities=Quantity.parse("up to 32")),
    f.TargetIdStated(**TARGET, publisher="OFAC", value="9760"),
    f.PartStated(**TARGET, whole=TargetId("whole-id")),
    f.ActAdopted(passages=(PassageId("passage-id"),), authority="EU", title="Decision 1", adopted=FuzzyDate.parse("2016-02-25"), announced=FuzzyDate.parse("2016-02-15"), published=FuzzyDate.parse("2016-02-27"), in_force=FuzzyDate.parse("[2016-02-25..2016-02-27]")),
    f.MeasureImposed(**SANCTION, expires=FuzzyDate.parse("2015-10-31")),
    f.MeasureProlonged(**SANCTION, expires=FuzzyDate.parse("2016-02-29")),
    f.MeasureSuspended(**SANCTION, suspended_until=FuzzyDate.parse("2016-02-29")),
    f.MeasureLapsed(**SANCTION),
    f.MeasureLifted(**SANCTION),
    f.MeasureDivided(**SANCTION),
    f.CountPublished(passages=WHO["passages"], publisher="Viasna", quantity=Quantity.parse("more than 700"), unit=Unit.PERSONS, counted=Counted.EVER_RECOGNIZED, stated_as_of=FuzzyDate.parse("2025-12"), during=FuzzyInterval.parse("2020/.."), group="women", scope="Brest region", definition="recognized", parts=(FactId("one-id"), FactId("other-id")), implied=True),
    f.DemandMade(**DEMAND, addressee="The authorities", text="Release them.", statement=SourceId("source-id"), point="2.1", releases=(PersonId("person-id"),), part_of=FactId("demand-id")),
    f.DemandRestated(**DEMAND, demands=(FactId("demand-id"),), text="Release them all.", statement=SourceId("other-source-id"), point="3"),
    f.DemandAnswered(**DEMAND, demands=(FactId("demand-id"),), answer=f.Answer.REFUSED, text="In a letter."),
    f.DemandAssessed(**DEMAND, demands=(FactId("demand-id"), FactId("part-id")), outcome=f.Outcome.PARTLY_MET, text="One of two."),
    f.ConditionStated(**DEMAND, demands=(FactId("demand-id"),), relief="suspension of measures", text="In response."),
    f.MandateEstablished(**FORCE, mechanism="Special Rapporteur", body="UN Human Rights Council", expires=FuzzyDate.parse("2020-07~")),
    f.MandateProlonged(**FORCE, mandate=FactId("mandate-id"), expires=FuzzyDate.parse("2021-07-12")),
    f.MandateEnded(**FORCE, mandate=FactId("mandate-id")),
    f.LawEnacted(**FORCE, **ACT, provision="Criminal Code, article 193.1"),
    f.LawRepealed(**FORCE, **ACT, law=FactId("law-id")),
    f.LawRestored(**FORCE, **ACT, law=FactId("law-id"), repeal=FactId("repeal-id")),
    f.PlaceRegistered(kind=f.PlaceKind.COLONY),
    f.PlaceNamed(**PLACE, text="Penal colony No. 15", language="en", since=FuzzyDate.parse("2005"), until=FuzzyDate.parse("[..2015]")),
    f.PlaceClosed(**PLACE, occurred=FuzzyDate.parse("2015~")),
    f.HeldAt(**WHO, occurred=FuzzyDate.parse("2014-11"), deprivation=FactId("opening-id"), place=PlaceId("place-id")),
    f.CaseOpened(**AFTER, proceedings=f.Proceedings.ADMINISTRATIVE, articles=ARTICLES, called="White Legion", deprivation=FactId("opening-id")),
    f.MadeSuspect(**CASE, articles=ARTICLES),
    f.Charged(**CASE, articles=ARTICLES),
    f.ChargesChanged(**CASE, added=ARTICLES[:1], dropped=ARTICLES[1:]),
    f.CaseReported(**CASE, articles=ARTICLES),
    f.CaseSuspended(**CASE),
    f.CaseDropped(**CASE, articles=ARTICLES),
    f.SentToCourt(**CASE),
    f.TrialBegun(**CASE, hearing=f.Hearing.CLOSED),
    f.VerdictGiven(**CASE, verdict=f.Verdict.GUILTY, articles=ARTICLES, sentence=FactId("sentence-id")),
    f.AppealHeard(**CASE, verdict=f.Verdict.SENT_BACK),
    f.VerdictInForce(**CASE, verdict=f.Verdict.ACQUITTED),
    f.VerdictReviewed(**CASE, verdict=f.Verdict.TERMINATED),
    f.CaseReopened(**CASE, articles=ARTICLES),
    f.SentenceShortened(**SENTENCE, term=TERM),
    f.SentenceIncreased(**SENTENCE, term=TERM),
    f.ReplacedByStricter(**SENTENCE, punishment=f.Punishment.COLONY, term=TERM),
    f.ReplacedByMilder(**SENTENCE, punishment=f.Punishment.FINE, term=TERM),
    f.TimeCredited(**SENTENCE, credited=Duration.parse("P3M")),
    f.ConvictionKept(**AFTER, sentence=FactId("sentence-id")),
    f.ConvictionExpunged(**AFTER, conviction=FactId("conviction-id")),
    f.SupervisionImposed(**AFTER, expires=FuzzyDate.parse("2016-08")),
    f.SupervisionEnded(**AFTER, supervision=FactId("supervision-id")),
    f.BanImposed(**AFTER, ban_on=f.Ban.ENTERING, expires=FuzzyDate.parse("2018-02")),
    f.BanLifted(**AFTER, ban=FactId("ban-id")),
    f.BanExpired(**AFTER, ban=FactId("ban-id")),
    f.ListedAsExtremist(**AFTER, list_of="List of terrorists of the KGB"),
    f.RemovedFromList(**AFTER, listing=FactId("listing-id")),
    f.IncidentReported(passages=WHO["passages"], kind=IncidentKind.DETENTIONS, window=FuzzyInterval.parse("2017-03-25/2017-03-26"), location="Minsk", text="Freedom Day", within=FactId("whole-id")),
    f.IncidentPlaced(**INCIDENT, within=FactId("whole-id")),
    f.IncidentCounted(**INCIDENT, publisher="Viasna", quantity=Quantity.parse("more than 700"), unit=Unit.PERSONS, printed="arrested", stated_as_of=FuzzyDate.parse("2017-04")),
    f.MemberIdentified(**WHO, incident=FactId("incident-id"), membership=FactId("liberty-id")),
    *(
        kind(incidents=(FactId("incident-id"), FactId("other-id")), reason="compared", passages=WHO["passages"])
        for kind in (f.IncidentsJudgedSame, f.IncidentsJudgedApart)
    ),
    f.CheckedAgainstSource(facts=(FactId("fact-id"), FactId("other-id")), role="reviewer", checked_on=FuzzyDate.parse("2026-11-22"), outcome=f.CheckOutcome.DIFFERS, note="another day is printed"),
    f.SourceRequotes(source=SourceId("source-id"), origin=SourceId("other-source-id"), reason="it names its source", passages=(PassageId("passage-id"),)),
    f.KeyRotated(old_key="example.org/khronika+2e0b56b5+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c", new_key="example.org/khronika+31630b8b+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU", old_signature="hDWeHa7UghLLU1PcDNvuSXkMZrtsPds+30w077khSCkpOmCgOyhI1tz51hGrTVoleBwnXh23RCo+bLIHeVeaBQ==", new_signature="XIw7fBVSsrkvQsY81G7lA6quopDMPA/L58h0jzxwMgRhJjLVQJPT1U2ZhEwbfPRE8lGsbUvOATxtsRlfJDEBDw=="),
    f.CopyCaptured(source=SourceId("source-id"), digest="9f" * 32, size=48213, media_type="text/html", role="recorder", method=CaptureMethod.PAGE_SAVED, tool="A browser", captured_at=CaptureTime.parse("2026-11-22T10:15:00Z"), terms=Terms.ON_REQUEST, note="without its pictures"),
    f.CopyHandedOver(copy=FactId("copy-id"), giver="recorder", taker="archivist", handed_on=FuzzyDate.parse("2026-11-22"), verified=True, note="on a disk"),
    f.CopyChecked(copy=FactId("copy-id"), role="archivist", checked_on=FuzzyDate.parse("2026-12"), found=CopyState.INTACT, note="by hand"),
)  # fmt: skip
WIDENED = {
    "remanded": ("remanded-with-term", f.Remanded(**LIBERTY)),
    "coverage-declared": (
        "coverage-declared-about",
        f.CoverageDeclared(
            scope="Two men",
            definition="in-custody",
            variant=Variant.THEN,
            window=FuzzyInterval.parse("2017-07-04/2017-07-04"),
            persons=2,
            passages=(PassageId("passage-id"),),
        ),
    ),
    "sentenced": (
        "sentenced-at-court",
        f.Sentenced(**LIBERTY, punishment=f.Punishment.COLONY, term=TERM, custody=True),
    ),
}
"""Types that took in a field later: the name of what is written with it, and what is written without it as before."""
CHANGES: tuple[Content, ...] = (
    Corrected(SAMPLES[9], "the source corrected itself"),
    Retracted("in error", 2),
    Reinstated("in error after all"),
)


def draft(content: Content) -> Draft:
    version = 1 if isinstance(content, f.Fact) else 2
    return Draft(
        FactId("6fa459ea-ee8a-4ca4-894e-db77e160355e"),
        version,
        content,
        "recorder",
        "batch",
        "tiny",
        "k1",
        salt="c2FsdA",
    )


def name_of(content: Content) -> str:
    return f.word(type(content)) if isinstance(content, f.Fact) else type(content).__name__.lower()


def goldens() -> dict[str, Content]:
    """What is stored for ever, by the name of its file."""
    found = {WIDENED.get(name_of(content), [name_of(content)])[0]: content for content in (*SAMPLES, *CHANGES)}
    return found | {name: earlier for name, (_, earlier) in WIDENED.items()}


def test_there_is_a_sample_of_every_type_with_every_field() -> None:
    assert {type(sample) for sample in SAMPLES} == set(f.KINDS)
    for sample in SAMPLES:
        left_out = [n for n in sample.__struct_fields__ if getattr(sample, n) in (None, ())]
        assert not left_out, name_of(sample)


@pytest.mark.parametrize(("name", "content"), goldens().items(), ids=goldens())
def test_golden_bytes(name: str, content: Content) -> None:
    """Stored bytes are for ever: what was written once still reads, and is written the same."""
    golden = GOLDEN / f"{name}.v1.json"

    assert encode(draft(content), AT) == golden.read_bytes()
    assert decode(Position(1), golden.read_bytes()).content == content


def test_there_is_no_golden_file_without_a_sample() -> None:
    names = {f"{name}.v1.json" for name in goldens()}

    assert {path.name for path in GOLDEN.iterdir()} == names


def test_no_field_of_a_fact_has_a_name_of_the_envelope() -> None:
    envelope = {"ctx", "id", "v", "type", "schema", "register", "key", "recorded_at", "recorded_by", "batch", "salt"}

    for kind in f.KINDS:
        assert not envelope & set(kind.__struct_fields__)


json_texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"])).map(
    lambda s: __import__("unicodedata").normalize("NFC", s)
)
keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
documents = st.dictionaries(
    keys,
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), json_texts),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
        max_leaves=8,
    ),
    max_size=5,
)


@pytest.mark.fuzz
@examples(500)
@given(document=documents)
def test_bytes_are_those_of_rfc_8785(document: dict[str, Any]) -> None:
    assert canonical(document) == rfc8785.dumps(document)


@pytest.mark.parametrize("name", ["french", "structures", "unicode"])
def test_published_vectors_of_rfc_8785(name: str) -> None:
    """The vectors within our subset: no floats, strings in normal form C."""
    given_, expected = ((JCS / side / f"{name}.json").read_bytes() for side in ("input", "output"))
    document = json.loads(given_, parse_float=lambda text: int(float(text)))
    if name == "unicode":
        with pytest.raises(FactError, match="normal form C"):
            canonical(document)
        return

    assert canonical(document) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": 1.5}, "cannot hold a float"),
        ({"a": 2**53}, "larger than"),
        ({"a": "e\u0301"}, "normal form C"),
        ({"a": "\ud800"}, "surrogate"),
        ({"a": "x\x00"}, "control character"),
        ({"a": "x\u202ey"}, "control character"),
        ({"a": "x" * 70_000}, "longer than"),
    ],
)
def test_what_the_format_does_not_allow_is_refused(value: dict[str, Any], message: str) -> None:
    with pytest.raises(FactError, match=message):
        canonical(value)


def test_nesting_is_bounded() -> None:
    value: Any = 1
    for _ in range(20):
        value = [value]

    with pytest.raises(FactError, match="deeper"):
        canonical({"a": value})


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"ctx":"khronika/event/v2"}',
        b'{"ctx":"khronika/event/v1"}',
    ],
)
def test_bytes_of_no_event_are_one_kind_of_error(damage: bytes) -> None:
    with pytest.raises(IntegrityError, match="position 7"):
        decode(Position(7), damage)


def test_an_unknown_topic_is_an_error_and_never_an_import() -> None:
    data = encode(draft(SAMPLES[3]), AT).replace(b"khronika:person-registered", b"os:system")

    with pytest.raises(IntegrityError):
        decode(Position(1), data)
