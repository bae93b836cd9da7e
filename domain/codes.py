"""Articles of the codes that charges and verdicts name, as structured keys with one written form.

``CODE ARTICLE[-SUB][ part N][ paragraph N][, preparation|, attempt][, complicity]``, as in ``CC 293 part 2``,
``CC 193-1``, ``CAO 23.34 part 3`` or ``CC 289 part 2 paragraph 3, complicity``. Sources print a sub-article as 193.1,
193-1 or with a raised 1; here it is 193-1, for the dot is how the Code of Administrative Offences joins chapter and
article. The key says nothing of the words in force: `domain.editions` does, for a day.
"""

import re
from enum import StrEnum
from typing import Final, Self

from domain.errors import ArticleError
from domain.written import Written


class Code(StrEnum):
    """A code of the Republic of Belarus; one abbreviation for all its editions, as verdicts print it."""

    CRIMINAL = "CC"
    CRIMINAL_PROCEDURE = "CCP"
    ADMINISTRATIVE_OFFENCES = "CAO"


class Stage(StrEnum):
    """How far the act went, where it was not completed (Criminal Code, articles 13 and 14)."""

    PREPARATION = "preparation"
    ATTEMPT = "attempt"


_NUMBER: Final = r"[1-9][0-9]{0,2}"
_ARTICLE = re.compile(
    rf"(?:(CC|CCP) ({_NUMBER})|(CAO) ({_NUMBER}\.{_NUMBER}))(?:-({_NUMBER}))?(?: part ({_NUMBER}))?"
    rf"(?: paragraph ({_NUMBER}))?(?:, (preparation|attempt))?(?:, (complicity))?"
)


class Article(Written):
    """An article of a code, with part, paragraph, stage and complicity as far as they are stated.

    ``article`` is the number as text, for the Code of Administrative Offences with its chapter: ``23.34``.
    """

    __slots__ = ("article", "code", "complicity", "paragraph", "part", "stage", "sub")
    code: Code
    article: str
    sub: int | None
    part: int | None
    paragraph: int | None
    stage: Stage | None
    complicity: bool

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the written form; raise `ArticleError` for whatever is not exactly that."""
        match = _ARTICLE.fullmatch(text)
        if match is None:
            raise ArticleError(f"{text!r} is not an article; write CC 293 part 2, CC 193-1 or CAO 23.34 part 3")
        criminal, number, administrative, dotted, sub, part, paragraph, stage, complicity = match.groups()
        return cls(
            text,
            code=Code(criminal or administrative),
            article=number or dotted,
            sub=_number(sub),
            part=_number(part),
            paragraph=_number(paragraph),
            stage=Stage(stage) if stage else None,
            complicity=complicity is not None,
        )

    @property
    def whole(self) -> str:
        """The article without part, paragraph, stage and complicity: what registries and groups of people name."""
        return f"{self.code} {self.article}" + (f"-{self.sub}" if self.sub else "")


def _number(text: str | None) -> int | None:
    return int(text) if text else None
