"""Which form of an answer a reader gets: the one named, else what ``Accept`` likes best; and whether it is packed."""

import re
from collections.abc import Mapping, Sequence

from domain.errors import QuestionError
from domain.phrases import Phrase, listing


def chosen(named: str | None, accept: str, forms: Mapping[str, Sequence[str]]) -> str:
    """Return the name of a form, given each with its media types; raise `QuestionError` for one that there is not.

    What ``Accept`` does not allow is given all the same (RFC 9110, section 12.5.1): an answer says what it is.
    """
    if named is not None:
        if named not in forms:
            no = Phrase("%(format)s is no format; there are %(forms)s", format=repr(named), forms=listing(forms))
            raise QuestionError(no, field="format")
        return named
    weights = {name: liking(kinds, accept) for name, kinds in forms.items()}
    return max(weights, key=lambda name: weights[name])


def liking(kinds: Sequence[str], accept: str) -> float:
    """Return how much ``Accept`` likes the best of some media types, from 0, not at all, to 1."""
    liked = [_read(one) for one in accept.lower().split(",")]
    return max(_weight(kind, liked) for kind in kinds)


def codes(coding: str, accept: str) -> bool:
    """Whether an ``Accept-Encoding`` asks for a coding, at least as much as for none (RFC 9110, section 12.5.3)."""
    weights = dict(reversed([_read(one) for one in accept.lower().split(",")]))
    weight = weights.get(coding, weights.get("*", 0.0))
    return weight > 0 and weight >= weights.get("identity", 0.0)


def spoken(accept: str, codes: Sequence[str]) -> str:
    """Return the code of the language that an ``Accept-Language`` likes best (RFC 9110, 12.5.4), else the first.

    A range is of a language wherever it is spoken: ``be-tarask`` is answered in ``be``.
    """
    liked = [(kind.partition("-")[0], weight) for kind, weight in map(_read, accept.lower().split(","))]
    weights = {code: max((weight for kind, weight in liked if kind == code), default=0.0) for code in codes}
    return max(codes, key=lambda code: weights[code])


def _read(wanted: str) -> tuple[str, float]:
    """Read one range of an ``Accept`` header with its weight; nonsense weighs nothing."""
    kind, *parameters = (part.strip() for part in wanted.split(";"))
    weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    return kind, float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight) else 0.0


def _weight(kind: str, liked: Sequence[tuple[str, float]]) -> float:
    """Return the weight of a media type: that of the most specific range it falls into."""
    ranges = (kind, f"{kind.partition('/')[0]}/*", "*/*")
    weights = dict(reversed(liked))
    return next((weights[one] for one in ranges if one in weights), 0.0)
