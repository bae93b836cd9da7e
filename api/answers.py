"""Answers about one person, signed: what the questions found, as a note and the file that goes with it."""

from api.bootstrap import Service
from domain.dates import iso
from domain.errors import NotFoundError
from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.people import PersonId
from ledger.checkpoints import Published
from ledger.events import ROTATION_TAG, timestamp
from ledger.log import Log
from ledger.proofs import answer_file, statement
from ledger.proofs.answer import Answer, Carrier
from ledger.proofs.answer_file import AnswerFile, Carried
from ledger.proofs.keys import SigningKey, parse_verifier
from ledger.proofs.proof_file import ProofFile
from ledger.proofs.rotation import reigns
from ledger.proofs.statement import Kind
from projections.answers import CarriedAnswer
from projections.basis import Basis

COUNTED = {Holds.CERTAINLY: "certainly", Holds.POSSIBLY: "possibly", Holds.NO: "no"}


def signed(service: Service, key: SigningKey, basis: Basis, person: PersonId) -> AnswerFile:
    """Return the signed answer whether a basis counts a person, checked as a reader would.

    Raises `NotFoundError` while no checkpoint covers the basis, and as a person's timeline does.
    """
    found = service.questions.carried(basis, person)
    log = service.ledger
    # A key that was given up signs nothing more.
    reigns(log.tagged(ROTATION_TAG, upto=log.size()), key.verifier)
    covering = log.checkpoints.covering(basis.head.size)
    if covering is None:
        raise NotFoundError(f"no checkpoint covers log size {basis.head.size} yet; an answer is signed over one")
    made = _file(log, key, found, covering)
    answer_file.check(answer_file.parse(made.data), [key.verifier, parse_verifier(covering.key)])
    return made


def said(origin: str, found: CarriedAnswer) -> Answer:
    """Return what is signed of an answer."""
    basis, person = found.basis, found.why.person
    rule = basis.definition
    recorded_at = basis.head.recorded_at
    return Answer(
        origin=origin,
        person=person.id,
        day=iso(basis.day),
        size=basis.head.size,
        recorded_at=timestamp(recorded_at) if recorded_at else "never",
        root=basis.head.root,
        definition=f"{rule.id}/{rule.version}",
        variant=basis.variant.value if rule.recognition is Tests.THIS_DEPRIVATION else "none",
        recognized_by=tuple(sorted(basis.recognized_by)),
        rules=basis.rules,
        as_published=None if basis.as_published is None else iso(basis.as_published),
        counted=COUNTED[person.holds],
        coverage=found.why.coverage.extent.value,
        beyond=basis.beyond,
        withheld=found.withheld,
        facts=tuple(
            Carrier(one.event.position, one.event.sha256, one.event.id, one.event.version, one.bearing)
            for one in found.carriers
        ),
    )


def _file(log: Log, key: SigningKey, found: CarriedAnswer, covering: Published) -> AnswerFile:
    size = covering.size
    return AnswerFile(
        note=statement.sign(Kind.ANSWER, said(key.name, found).text, key),
        checkpoint=covering.signed,
        consistency=tuple(log.prove_consistency(found.basis.head.size, size)),
        facts=tuple(
            Carried(
                ProofFile(one.event.position - 1, tuple(log.prove(one.event.position, size)), covering.signed),
                one.data,
            )
            for one in found.carriers
        ),
    )
