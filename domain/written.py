"""Values kept as their source wrote them. Plain classes: the codec would take a dataclass apart into its fields."""

from abc import ABC, abstractmethod
from typing import NoReturn, Self


class Written(ABC):
    """A value with a written form. Two are equal if they are of one class and written alike; none can be changed."""

    __slots__ = ("written",)
    written: str

    def __init__(self, written: str, **read: object) -> None:
        """Keep the written form, and beside it what was read from it."""
        object.__setattr__(self, "written", written)
        for name, value in read.items():
            object.__setattr__(self, name, value)

    @classmethod
    @abstractmethod
    def parse(cls, text: str) -> Self:
        """Read a written form; raise an `InvalidError` for whatever is not exactly one accepted form."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a value does not change."""
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __str__(self) -> str:
        """Return the written form."""
        return self.written

    def __repr__(self) -> str:
        """Return the class and the written form."""
        return f"{type(self).__name__}({self.written!r})"

    def __eq__(self, other: object) -> bool:
        """Compare class and written form."""
        return type(other) is type(self) and str(other) == self.written

    def __hash__(self) -> int:
        """Hash the written form."""
        return hash(self.written)
