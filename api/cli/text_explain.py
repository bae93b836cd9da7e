"""Why an answer is what it is, as text for a terminal."""

from api.cli.page import prose, say
from api.cli.text import answered_from, based_on, bounds, covered, lost, named, out_by, quote
from api.schemas.digest import DigestOut
from api.schemas.impact import ImpactOut
from api.schemas.why import CountFactsOut, SentenceOut, UsedFactOut, WhyOut

_COUNTED = {"certainly": "counted certainly", "possibly": "counted possibly", "no": "not counted"}


def why(answer: WhyOut) -> None:
    """Print why, what would be otherwise, and the facts that decide with their passages."""
    say(f"{named(answer.name)}  {_COUNTED[answer.holds]}")
    _sentences(answer.because)
    if answer.otherwise:
        say("\nOtherwise")
        _sentences(answer.otherwise)
    for one in answer.facts:
        if one.decides:
            _fact(one)
            for passage in one.passages:
                quote(passage)
            lost(one.passages_missing, one.passages_withheld)
    unused = [one for one in answer.facts if not one.decides]
    if unused:
        say("\nNot used")
    for one in unused:
        _fact(one)
    say()
    covered(answer.coverage)
    based_on(answer.basis)


def facts(answer: CountFactsOut) -> None:
    """Print a count with the facts used and not used, by person."""
    say(f"{answer.basis.definition.id} on {answer.basis.as_of}{out_by(answer.basis)}: {bounds(answer)}")
    hidden = f", and {answer.withheld} withheld" if answer.withheld else ""
    say(f"People near: {len(answer.people)}{hidden}")
    for one in answer.people:
        say(f"\n{named(one.name)}  {_COUNTED[one.holds]}")
        say(f"  person {one.id}")
        for fact in one.facts:
            _fact(fact)
    say()
    covered(answer.coverage)
    based_on(answer.basis)


def _sentences(said: list[SentenceOut]) -> None:
    for one in said:
        prose(one.says, "  ", "    ")


def _fact(one: UsedFactOut) -> None:
    bodies = ", ".join(one.fields.get("bodies", []))
    corrected = "corrected; " if one.corrected else ""
    sign = "+" if one.decides else "-"
    what = f"{one.type}{f' by {bodies}' if bodies else ''}"
    say(f"  {sign} {one.fields.get('occurred', '')}  {what}: {corrected}{one.bearing}")
    say(f"      fact {one.id}{f', see {one.by}' if one.by else ''}")


def digest(answer: DigestOut) -> None:
    """Print a digest with what it holds."""
    say(f"{answer.basis.definition.id} on {answer.basis.as_of}{out_by(answer.basis)}: state {answer.digest}")
    hidden = f", and {answer.withheld.possible} withheld as numbers alone" if answer.withheld.possible else ""
    say(f"Persons: {answer.rows}{hidden}")
    covered(answer.coverage)
    based_on(answer.basis)


def impact(answer: ImpactOut) -> None:
    """Print what each version of a fact moved, a line for each count and span of days."""
    say(f"{answer.type}  {answer.id}")
    for version in answer.versions:
        reason = f": {version.reason}" if version.reason else ""
        say(f"\nVersion {version.version} {version.change}, position {version.position}{reason}")
        for one in version.moved:
            rule = f"{one.definition}{f' {one.variant}' if one.variant else ''}"
            change = f"{one.certain:+d} certain, {one.possible:+d} possible"
            say(f"  {rule}  {one.start} to {one.end or 'further notice'}: {change}")
            say(f"    on the first day {bounds(one.after)}; before it was {bounds(one.before)}")
        if not version.moved:
            say("  It moved no count.")
        hidden = f", and {version.withheld} withheld" if version.withheld else ""
        say(f"  Persons whose counting changed: {len(version.people)}{hidden}")
    say()
    covered(answer.coverage)
    answered_from(answer.as_known)
