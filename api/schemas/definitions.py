"""What counts count."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import Out
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS, Definition, Tests
from domain.sources import Variant


class FullDefinitionOut(Out):
    """One rule: whom it counts on a day."""

    id: Annotated[str, Field(description="Its name.")]
    version: Annotated[int, Field(description="A new rule is a new version.")]
    says: Annotated[str, Field(description="Whom it counts, after the words: persons who on the day are.")]
    liberties: Annotated[list[str], Field(description="What may be so on the day; empty where it does not matter.")]
    recognition: Annotated[str, Field(description="What is asked of recognition: nothing, this deprivation, or ever.")]
    over: Annotated[bool, Field(description="True if a deprivation that is over is asked for, and tested.")]
    variants: Annotated[list[str], Field(description="The variants that it can be asked in.")]

    @classmethod
    def of(cls, rule: Definition) -> Self:
        """Print a definition."""
        both = rule.recognition is Tests.THIS_DEPRIVATION
        return cls(
            id=rule.id,
            version=rule.version,
            says=rule.says,
            liberties=sorted(liberty.value for liberty in rule.liberties),
            recognition=rule.recognition.value,
            over=rule.over,
            variants=[variant.value for variant in Variant] if both else [Variant.THEN.value],
        )


class DefinitionsOut(Out):
    """Every definition, and the version of the rules that read status and dates."""

    definitions: Annotated[list[FullDefinitionOut], Field(description="Every definition.")]
    rules_version: Annotated[
        int, Field(description="The version of the rules that read status, dates and recognition.")
    ]

    @classmethod
    def all(cls) -> Self:
        """Print all of them."""
        return cls(definitions=[FullDefinitionOut.of(one) for one in DEFINITIONS.values()], rules_version=RULES_VERSION)
