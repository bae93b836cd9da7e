"""A world in which people are withheld, and the strings that no reader may ever meet."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from api.bootstrap import Service
from domain import facts as f
from domain.archive import CopyState, Terms
from domain.codes import Article
from domain.dates import FuzzyDate, FuzzyInterval
from domain.incidents import IncidentKind
from domain.people import FactId, Gender, Occupation, PassageId, PersonId, Script, SourceId, TargetId
from domain.published import Unit
from domain.quantities import Quantity
from domain.sanctions import Measure, TargetKind
from domain.sources import SourceKind
from domain.terms import Duration, Term
from ledger.archive import Archive, Kept
from ledger.events import new_id
from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.notary import Notary
from ledger.proofs import timestamp
from ledger.proofs.keys import make_key
from ledger.timestamps import Stamped
from tests.authority import Authority
from tests.figures import stated
from tests.scribe import Scribe
from tests.signing import ORIGIN


@dataclass
class World:
    """Who may be shown and who not, and strings that are forbidden.

    Log sizes: ``mistaken``, when somebody bore the name of another, and ``before`` anybody was withheld.
    """

    shown: dict[str, PersonId] = field(default_factory=dict)
    hidden: dict[str, PersonId] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    stamped: int = 0
    canaries: set[str] = field(default_factory=set)
    incident: str = ""
    mistaken: int = 0
    before: int = 0
    known_at: datetime | None = None


def build(service: Service, archive: Archive, keys: Path) -> World:
    """Record the world, everybody shown at first; then withhold. Copies go into the archive, the key into ``keys``."""
    scribe, world = Scribe(service.ledger), World()
    alone, shared, cited = _passages(scribe, world)
    anna, boris, zed = scribe.person("Anna Shown"), scribe.person(), scribe.person("Zed Shown")
    hidden = scribe.person("Quexzil Canaryname")
    _record(scribe, world, hidden, (alone, shared, cited))
    opening = FactId(world.facts[0])
    held = scribe.fact(f.Detained, anna, occurred="2001-01-01", passages=(shared, cited, scribe.passage))
    scribe.fact(f.Remanded, anna, occurred="2001-01-02", deprivation=held, follows=(opening,), passages=(cited,))
    scribe.fact(f.Recognized, anna, occurred="2001-02", bodies=("Viasna",), covers=held)
    scribe.fact(f.ExternalIdStated, anna, publisher="Viasna", value="1")
    scribe.fact(f.GenderStated, anna, gender=Gender.FEMALE)
    _sanctioned(scribe, (shared, cited, scribe.passage))
    named = scribe.fact(f.Named, boris, text="Quexzil by mistake", language="en", script=Script.LATIN)
    key = scribe.fact(f.ExternalIdStated, boris, publisher="Canary List", value="canary-key")
    twin = scribe.person("Twinabella Canaryname")
    joined = [scribe.judge(f.JudgedSame, hidden, one) for one in (zed, twin)]
    scribe.fact(f.Detained, zed, occurred="2001-01-01")
    scribe.fact(f.Recognized, twin, occurred="2001-02", bodies=("Canary Committee",))
    world.mistaken = service.ledger.size()
    service.ledger.retract(joined[0], reason="canary-reason-3", expect=1, by="tester")
    scribe.correct(named, f.Named, hidden, text="Quexzil", language="en", script=Script.LATIN)
    scribe.fact(f.Named, boris, text="Boris Shown", language="en", script=Script.LATIN)
    scribe.correct(key, f.ExternalIdStated, hidden, publisher="Canary List", value="canary-key")
    moved = scribe.fact(f.Detained, hidden, occurred="2001-01-05")
    scribe.correct(moved, f.AdministrativelyArrested, boris, occurred="2001-01-06", term="P15D")
    scribe.fact(f.Recognized, boris, occurred="2001-03", bodies=("Viasna",), covers=moved)
    scribe.fact(f.Remanded, boris, occurred="2001-01-01", deprivation=moved, follows=(moved,))
    minor, gone, grown, freed = (
        scribe.person(f"{name} Canaryname") for name in ("Minnabella", "Ronanzello", "Galya", "Filip")
    )
    for person, year in ((minor, 2005), (grown, 2004)):
        scribe.fact(f.BirthYearStated, person, year=year)
        scribe.fact(f.Detained, person, occurred="2021-05-05")
    for person in (gone, freed):
        scribe.fact(f.Detained, person, occurred="2003-04-05")
    _beside(scribe, world, hidden, {"Anna": anna, "Boris": boris}, (shared, cited, scribe.passage))
    _checked(scribe, world, (opening, held), archive)
    service.projector.catch_up()
    world.before = service.ledger.size()
    world.known_at = service.ledger.head().recorded_at
    for person in (hidden, gone, freed):
        world.facts.append(scribe.fact(f.PersonWithheld, person, ground=f.Withholding.DANGER))
    scribe.retract(FactId(gone))
    service.ledger.retract(FactId(world.facts[-1]), reason="canary-why-1", expect=1, by="tester")
    world.canaries |= {world.facts[-1], "canary-why-1", "canary-why-2", "person-disclosed", "person-withheld"}
    world.facts.append(scribe.fact(f.PersonDisclosed, grown, reason="canary-why-2"))
    world.canaries.add(world.facts[-1])
    service.projector.catch_up()
    world.shown = {
        "Zed Shown": zed,
        "Anna Shown": anna,
        "Boris Shown": boris,
        "Galya Canaryname": grown,
        "Filip Canaryname": freed,
    }
    world.hidden = {
        "Twinabella Canaryname": twin,
        "Quexzil Canaryname": hidden,
        "Minnabella Canaryname": minor,
        "Ronanzello Canaryname": gone,
    }
    world.canaries |= {name.split()[0] for name in world.hidden}
    for events in service.ledger.tagged_each([f"person:{one}" for one in world.hidden.values()], upto=10**6).values():
        world.canaries |= {text for event in events for text in (event.id, event.sha256, event.salt)}
    _stamped(world, service.ledger, keys)
    world.facts = sorted({event.id for page in service.ledger.read() for event in page})
    return world


def _sanctioned(scribe: Scribe, passages: tuple[PassageId, ...]) -> None:
    """Record a sanction that cites what must not be shown."""
    target = TargetId(new_id())
    imposed = f.MeasureImposed(
        target=target,
        authority="EU",
        programme="Belarus",
        measures=(Measure.TRAVEL_BAN,),
        occurred=FuzzyDate.parse("2001-01-01"),
        passages=passages,
    )
    registered = scribe.draft(FactId(target), f.TargetRegistered(kind=TargetKind.PERSON))
    scribe.ledger.record([registered, scribe.draft(new_id(), imposed)])


def _beside(
    scribe: Scribe, world: World, hidden: PersonId, shown: dict[str, PersonId], passages: tuple[PassageId, ...]
) -> None:
    """Record what is not of liberty: cases, a demand, a mandate and a law, an incident."""
    people = (hidden, shown["Anna"], shown["Boris"])
    _prosecuted(scribe, world, hidden, shown, passages[:2])
    _demand(scribe, world, hidden, passages[0])
    _in_force(scribe, passages)
    world.incident = _of_many(scribe, people, FactId(world.facts[0]), passages)


def _prosecuted(
    scribe: Scribe, world: World, hidden: PersonId, shown: dict[str, PersonId], passages: tuple[PassageId, ...]
) -> None:
    """Record cases, sentences and measures: of the hidden, of others that cite theirs, and one moved to another."""
    articles = (Article.parse("CC 999 part 7"),)
    more: dict[str, Any] = {"occurred": "1999-03-03", "passages": passages}
    case = scribe.fact(f.CaseOpened, hidden, **more, called="canary-case", articles=articles)
    sentence = scribe.fact(
        f.Sentenced, hidden, **more, punishment=f.Punishment.COMPULSORY_TREATMENT, term="P19Y11M1111D"
    )
    scribe.fact(f.Charged, hidden, **more, case=case, articles=articles)
    scribe.fact(
        f.SentenceShortened, hidden, **more, sentence=sentence, term=Term(length=Duration.parse("P18Y11M1111D"))
    )
    listing = scribe.fact(f.ListedAsExtremist, hidden, **more, list_of="canary-list")
    world.canaries |= {"canary-case", "canary-list", "CC 999", "P18Y11M1111D", "P19Y11M1111D", "listed as extremist"}
    own = scribe.fact(f.CaseOpened, shown["Anna"], occurred="2001-01-02", deprivation=FactId(world.facts[0]))
    scribe.fact(f.Charged, shown["Anna"], occurred="2001-01-03", case=own, passages=passages)
    scribe.fact(
        f.VerdictGiven, shown["Anna"], occurred="2001-02", case=case, verdict=f.Verdict.GUILTY, sentence=sentence
    )
    scribe.fact(f.RemovedFromList, shown["Anna"], occurred="2001-02", listing=listing)
    moved = scribe.fact(f.CaseOpened, hidden, occurred="2001-01-05", called="canary-case")
    scribe.correct(moved, f.CaseOpened, shown["Boris"], occurred="2001-01-06", called="canary-case")
    scribe.fact(f.Charged, shown["Boris"], occurred="2001-01-07", case=moved)


def _demand(scribe: Scribe, world: World, hidden: PersonId, passage: PassageId) -> None:
    """Record that their release is demanded, as a part of more, and that it was refused."""
    more: dict[str, Any] = {"occurred": FuzzyDate.parse("2001-03"), "bodies": ("Viasna",), "addressee": "Them"}
    more |= {"statement": SourceId(world.sources[0])}
    whole, part, answer = new_id(), new_id(), new_id()
    named: dict[str, Any] = {"releases": (hidden,), "part_of": whole, "passages": (passage,)}
    said = f.DemandAnswered(
        occurred=FuzzyDate.parse("2001-04"), bodies=("They",), demands=(whole, part), answer=f.Answer.REFUSED,
        passages=(scribe.passage, passage),
    )  # fmt: skip
    facts = {
        whole: f.DemandMade(**more, text="All of it.", passages=(scribe.passage,)),
        part: f.DemandMade(**more, **named, text="canary-demand"),
        answer: said,
    }
    scribe.ledger.record([scribe.draft(identifier, fact) for identifier, fact in facts.items()])
    world.canaries |= {part, "canary-demand"}


def _checked(scribe: Scribe, world: World, facts: tuple[FactId, FactId], archive: Archive) -> None:
    """Record what was found of facts, some of which must not be shown, that a source repeats another, and copies."""
    _kept(scribe, world, archive)
    when: dict[str, Any] = {"checked_on": FuzzyDate.parse("2001-01-01"), "outcome": f.CheckOutcome.DIFFERS}
    both, own = (SourceId(one) for one in world.sources[:2])
    checks = (
        f.CheckedAgainstSource(**when, facts=facts, role="canary-checker", note="canary-note"),
        f.CheckedAgainstSource(**when, facts=facts[1:], role="reviewer"),
        f.SourceRequotes(source=both, origin=own, reason="it says so"),
    )
    drafts = [scribe.draft(new_id(), one) for one in checks]
    scribe.ledger.record(drafts)
    world.canaries |= {"canary-checker", "canary-note", drafts[0].id}


def _kept(scribe: Scribe, world: World, archive: Archive) -> None:
    """Keep copies that may be passed on: of a source of others too, of one of the hidden alone, of one of nobody."""
    both, own = (SourceId(one) for one in world.sources[:2])
    free = SourceId(new_id())
    of_nobody = f.SourceRegistered(kind=SourceKind.NEWS, issuer="A paper", title="Of nobody", language="en")
    scribe.ledger.record([scribe.draft(FactId(free), of_nobody)])
    for source, text, role in (
        (both, "canary-bytes-of-several", "keeper"),
        (own, "canary-bytes", "canary-keeper"),
        (free, "bytes of nobody", "keeper"),
    ):
        kept = _written(archive, text)
        world.copies.append(kept.digest)
        identifier, day = new_id(), FuzzyDate.parse("2001-01-01")
        copy = f.CopyCaptured(
            source=source, digest=kept.digest, size=kept.size, media_type="text/html", role=role, terms=Terms.PASSES_ON
        )
        given = f.CopyHandedOver(copy=identifier, giver=role, taker=f"{role}-2", handed_on=day)
        looked = f.CopyChecked(copy=identifier, role=role, checked_on=day, found=CopyState.INTACT)
        steps = [scribe.draft(new_id(), one) for one in (given, looked)]
        scribe.ledger.record([scribe.draft(identifier, copy), *steps])
        if source == own:
            world.canaries |= {kept.digest, identifier, *(one.id for one in steps)}
    world.canaries |= {"canary-bytes", "canary-keeper"}


def _written(archive: Archive, text: str) -> Kept:
    with NamedTemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        return archive.keep(Path(file.name))


def _stamped(world: World, ledger: Ledger, keys: Path) -> None:
    """Have a checkpoint, and a time stamp on it."""
    now = ledger.head().recorded_at or datetime.now(UTC)
    published = Notary(ledger, make_key(keys / "key.pem", ORIGIN), Journal(keys / "journal"), now=lambda: now).sign()
    token = Authority(keys / "authority").reply(timestamp.request(published.note).data)
    at = timestamp.said_by(token, published.note)
    ledger.timestamps.keep(Stamped(published.size, "ours", token, at, now))
    world.stamped = published.size


def _in_force(scribe: Scribe, passages: tuple[PassageId, ...]) -> None:
    """Record a mandate and a law that cite what must not be shown."""
    when: dict[str, Any] = {"occurred": FuzzyDate.parse("2001-01-01"), "passages": passages}
    facts = (f.MandateEstablished(**when, mechanism="Rapporteur", body="Council"), f.LawEnacted(**when, provision="1"))
    scribe.ledger.record([scribe.draft(new_id(), fact) for fact in facts])


def _of_many(scribe: Scribe, people: tuple[PersonId, ...], opening: FactId, passages: tuple[PassageId, ...]) -> FactId:
    """Record an incident: of its members one is hidden, one has a fact of theirs."""
    incident, window = new_id(), FuzzyInterval.parse("2001-01-01/2001-06-01")
    more: dict[str, Any] = {"publisher": "Viasna", "printed": "arrested", "unit": Unit.PERSONS}
    figure = f.IncidentCounted(incident=incident, quantity=Quantity.parse("5"), passages=passages, **more)
    facts = {
        incident: f.IncidentReported(kind=IncidentKind.DETENTIONS, window=window, passages=passages),
        new_id(): figure,
    }
    scribe.ledger.record([scribe.draft(identifier, fact) for identifier, fact in facts.items()])
    hidden, shown, other = people
    scribe.fact(f.MemberIdentified, hidden, incident=incident, membership=opening)
    scribe.fact(f.MemberIdentified, shown, incident=incident)
    scribe.fact(f.MemberIdentified, other, incident=incident, membership=opening)
    meant = scribe.fact(f.MemberIdentified, hidden, incident=incident)
    scribe.correct(meant, f.MemberIdentified, shown, incident=incident)
    return incident


def _passages(scribe: Scribe, world: World) -> tuple[PassageId, PassageId, PassageId]:
    """Record passages: of a source that speaks of the hidden alone, and of one that speaks of others too."""
    both, own = SourceId(new_id()), SourceId(new_id())
    alone, shared, cited = (PassageId(new_id()) for _ in range(3))
    title, url = "canary-title", "https://canary-address.example/1"
    free = f.PassageQuoted(source=both, pinpoint="page 1", text="A text for everybody.", mentions=())
    texts = {"canary-text-alone": alone, "canary-text-shared": shared, "canary-text-cited": cited}
    sources = {
        both: f.SourceRegistered(kind=SourceKind.NEWS, issuer="A paper", title="Of several", language="en"),
        own: f.SourceRegistered(kind=SourceKind.NEWS, issuer="canary-issuer", title=title, language="en", url=url),
    }
    scribe.ledger.record([scribe.draft(FactId(one), source) for one, source in sources.items()])
    scribe.ledger.record([scribe.draft(new_id(), free)])
    world.sources = [*sources, scribe.source]
    world.canaries |= {*texts, *texts.values(), own, "canary-issuer", title, "canary-address", "canary-place"}
    return alone, shared, cited


def _record(scribe: Scribe, world: World, hidden: PersonId, passages: tuple[PassageId, PassageId, PassageId]) -> None:
    alone, shared, cited = passages
    both, own, _ = (SourceId(one) for one in world.sources)
    other = scribe.person("Also mentioned")
    for text, passage, source, mentions in (
        ("canary-text-alone", alone, own, (hidden,)),
        ("canary-text-shared", shared, both, (other, hidden)),
        ("canary-text-cited", cited, both, ()),
    ):
        quoted = f.PassageQuoted(source=source, pinpoint="canary-place", text=text, mentions=mentions)
        scribe.ledger.record([scribe.draft(FactId(passage), quoted)])

    def fact(kind: type[f.Fact], **fields: Any) -> FactId:
        world.facts.append(scribe.fact(kind, hidden, passages=(alone, cited), **fields))
        return FactId(world.facts[-1])

    figure = stated("3", "2001-06-01", passages=(shared, cited))
    scribe.ledger.record([scribe.draft(new_id(), figure)])
    opening = fact(f.Detained, occurred="1999-03-03")
    fact(f.Recognized, occurred="1999-07-07", bodies=("Canary Committee",), covers=opening, clause="canary-clause")
    fact(f.HeldIncommunicado, occurred="1999-08-08", deprivation=opening)
    report = fact(f.Remanded, occurred="1999-09-09", deprivation=opening, happening=opening)
    fact(f.ReportPreferred, happening=opening, report=report, reason="canary-reason-1")
    fact(f.OccupationStated, group=Occupation.POLITICIAN)
    fact(f.GenderStated, gender=Gender.OTHER)
    fact(f.ExternalIdStated, publisher="Canary List", value="canary-key")
    fact(f.Named, text="Квексил Канарейкин", language="ru", script=Script.CYRILLIC)
    scribe.ledger.retract(FactId(world.facts[-1]), reason="canary-reason-2", expect=1, by="canary-role")
    world.canaries |= {
        "Canary Committee",
        "canary-clause",
        "canary-reason-1",
        "canary-reason-2",
        "canary-reason-3",
        "canary-role",
    }
    world.canaries |= {"Canary List", "canary-key", "Канарейкин", "politician"}
    for month, number in (("March", 3), ("July", 7), ("August", 8), ("September", 9)):
        world.canaries |= {f"1999-0{number}-0{number}", f"{number}\N{NO-BREAK SPACE}{month}\N{NO-BREAK SPACE}1999"}
        world.canaries |= {f"{number}\N{NO-BREAK SPACE}{month} 1999"}
