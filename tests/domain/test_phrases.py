"""A phrase is a message with values; a speaker puts each into words of its own, however deep it lies."""

from collections.abc import Iterable

from domain.phrases import ENGLISH, AllOf, AnyOf, Begun, Field, Kind, Phrase, When, Word, spoken


class Shouting:
    """Another language: its own messages, words and lists."""

    def say(self, message: str, /, **values: object) -> str:
        return f"<{message % values}>"

    def word(self, text: str) -> str:
        return text.upper() if text != "put-under-house-arrest" else text

    def any_of(self, words: Iterable[str]) -> str:
        return "|".join(words)

    def field(self, text: str) -> str:
        return f"[{text}]"

    def when(self, text: str) -> str:
        return f"on {text}"


SAID = Phrase(
    "%(field)s: %(what)s: %(fact)s, %(values)s (%(days)s).",
    field=Field("as_of"),
    what=Begun(Phrase("the person")),
    fact=Phrase("%(kind)s", kind=Kind("put-under-house-arrest")),
    values=AnyOf((Word("free"), Word("colony"))),
    days=AllOf((When("2017-03-25"), "2017-04")),
)


def test_a_phrase_is_said_in_english() -> None:
    assert spoken(SAID, ENGLISH) == "as_of: The person: put under house arrest, free or colony (2017-03-25, 2017-04)."


def test_another_speaker_says_every_message_and_every_word_in_its_own_way_and_texts_as_they_are() -> None:
    said = "<[as_of]: <the person>: <put under house arrest>, FREE|COLONY (on 2017-03-25, 2017-04).>"

    assert said == spoken(SAID, Shouting())
