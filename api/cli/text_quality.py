"""How far the record can be relied on, as text for a terminal."""

from api.cli.page import say
from api.cli.text import answered_from, fact
from api.schemas.quality import QualityOut, SampleOut


def quality(answer: QualityOut) -> None:
    """Print the shares that are checked and confirmed."""
    say(f"Facts that cite passages: {answer.facts}")
    say(f"  checked against their sources: {_share(answer.checked, answer.facts)}")
    say(f"    agree: {answer.agree}; differ: {answer.differ}; source not reachable: {answer.not_reachable}")
    say(f"  of two origins, as far as it is recorded who repeats whom: {_share(answer.confirmed, answer.facts)}")
    for one in answer.differing:
        say(f"  differs: fact {one}")
    if answer.withheld:
        say(f"  differ, and withheld: {answer.withheld}")
    answered_from(answer.as_known)


def sample(answer: SampleOut) -> None:
    """Print facts to compare, each with its passages and what is known of it already."""
    say(f"Drawn with seed {answer.seed}: {len(answer.facts)} of {answer.among} facts that cite passages")
    for one in answer.facts:
        say()
        fact(one.fact)
        for name, value in one.fact.fields.items():
            say(f"  {name}: {_plain(value)}")
        if one.check:
            say(f"  checked by {one.check.role} on {one.check.checked_on}: {one.check.outcome}")
    say()
    answered_from(answer.as_known)


def _share(some: int, whole: int) -> str:
    return f"{some} ({100 * some / whole:.1f} %)" if whole else str(some)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)
