"""What the table of each view must list, taken from its JSON by other means than ours."""

from collections.abc import Callable
from datetime import date
from typing import Any

DAY = "2017-07-04"
ASKED = {
    "prisoners": [
        f"?as_of={DAY}",
        "?as_of=2021-12-31&definition=ever-recognized",
        "?as_of=2015-08-21&variant=hindsight",
    ],
    "sanctions": ["?as_of=2015-11-01", "?as_of=2016-06-01", "?as_of=2001-01-01"],
    "cycle": ["?as_of=2015-12-31&from=2015-08"],
    "published": ["?as_of=2021-11-26"],
    "demands": [f"?as_of={DAY}", f"?as_of={DAY}&outcome=not+met"],
    "mandates": [f"?as_of={DAY}"],
    "laws": [f"?as_of={DAY}"],
    "cases": [f"?as_of={DAY}"],
    "places": [f"?as_of={DAY}"],
    "incidents": [f"?as_of={DAY}", "?as_of=2001-01-01"],
    "bridge": [f"?from=2015-08-21&as_of={DAY}"],
    "overview": [f"?as_of={DAY}"],
    "quality": ["?as_known=1000"],
    "definitions": [""],
    "log": ["", "?as_known=3"],
}
VIEWS = [f"/{name}{{form}}{query}" for name, queries in ASKED.items() for query in queries]
Listed = Callable[[Any], list[tuple[Any, ...]]]


def ids(several: Any) -> list[str]:
    return [one["id"] for one in several]


def _prisoners(answer: Any) -> list[tuple[Any, ...]]:
    return [(one["id"], one["name"], one["holds"], ids(one["because"])) for one in answer["prisoners"]]


def _targets(answer: Any) -> list[tuple[Any, ...]]:
    day = answer["days"][0]
    return [
        (one["id"], ended, one["persons"]["low"], one["persons"]["high"], ids(one["because"]))
        for ended, several in ((False, day["under"]), (True, day["ended"]))
        for one in several
    ]


def _months(answer: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for month in answer["months"]:
        for what in ("recognized", "released", "detained_again"):
            one = month[what]
            said = (one["certain"], one["possible"], one["withheld"], ids(one["people"]))
            rows.append((month["month"], what.replace("_", " "), *said))
        for what in ("imposed", "suspended", "lifted"):
            one = month[what]
            persons = one["totals"]["persons"]
            rows.append((month["month"], what, persons["certain"], persons["possible"], None, ids(one["targets"])))
    return rows


def _figures(answer: Any) -> list[tuple[Any, ...]]:
    return [
        (one["id"], one["publisher"], one["low"], one["high"], spoken, date.fromisoformat(one["first"]))
        for line in answer["lines"]
        for spoken, several in ((True, line["on_the_day"]), (False, line["before"]))
        for one in several
    ]


def _demands(answer: Any) -> list[tuple[Any, ...]]:
    return [
        (one["id"], one["may_be"], (one["release"] or {}).get("possible"), one["parts"], ids(one["acts"]))
        for one in answer["demands"]
    ]


def _incidents(answer: Any) -> list[tuple[Any, ...]]:
    return [
        (one["id"], number.get("unit"), number.get("low"), number.get("high"), one["within"], ids(one["members"]))
        for one in answer["incidents"]
        for number in one["numbers"] or [{}]
    ]


def _moved(answer: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for step in answer["steps"]:
        rows += [
            (step["step"], ids(one["before"]), ids(one["after"]), one["certain"], one["possible"], None)
            for one in step["moved"]
        ]
        if step["withheld"]:
            numbers = (step["withheld_certain"], step["withheld_possible"], step["withheld"])
            rows.append((step["step"], [], [], *numbers))
    return rows


def _drawn(answer: Any) -> list[tuple[Any, ...]]:
    ours = answer["basis"]["definition"]["id"]
    rows = [("count", ours, one["as_of"], one["as_of"], one["certain"], one["possible"]) for one in answer["points"]]
    rows += [
        ("published", one["publisher"], one["first"], one["last"], one["low"], one["high"])
        for one in answer["published"]
    ]
    for part in ("sanctions", "mandates"):
        rows += [(part, one["what"], one["start"], one["last"], None, None) for one in answer[part]]
    return [(part, what, day(first), day(last), *numbers) for part, what, first, last, *numbers in rows]


def day(text: str | None) -> date | None:
    return text and date.fromisoformat(text)  # type: ignore[return-value]  # no text of an answer is empty


SAME: dict[str, tuple[str, Listed]] = {
    "prisoners": ("id name holds facts", _prisoners),
    "sanctions": ("id ended persons_low persons_high facts", _targets),
    "cycle": ("month what persons_certain persons_possible not_shown ids", _months),
    "published": ("id publisher low high on_the_day first", _figures),
    "demands": ("id may_be at_liberty_possible parts facts", _demands),
    "mandates": (
        "id mechanism in_force facts",
        lambda a: [(one["id"], one["mechanism"], one["in_force"], ids(one["steps"])) for one in a["mandates"]],
    ),
    "laws": (
        "id provision in_force facts",
        lambda a: [(one["id"], one["provision"], one["in_force"], ids(one["steps"])) for one in a["laws"]],
    ),
    "cases": (
        "part group certain possible",
        lambda a: [
            (part, one["group"], one["certain"], one["possible"])
            for part in ("states", "serving", "after_release")
            for one in a[part]
        ],
    ),
    "places": (
        "id title held_certain held_possible",
        lambda a: [(one["id"], one["title"], one["held"]["certain"], one["held"]["possible"]) for one in a["places"]],
    ),
    "incidents": ("id unit low high within members", _incidents),
    "bridge": ("step before after certain possible not_shown", _moved),
    "overview": ("part what first last low high", _drawn),
    "quality": (
        "what facts ids",
        lambda a: [
            (what, a[what], a["differing"] if what == "differ" else [])
            for what in ("facts", "checked", "agree", "differ", "not_reachable", "confirmed")
        ],
    ),
    "definitions": (
        "id version liberties over",
        lambda a: [(one["id"], one["version"], one["liberties"], one["over"]) for one in a["definitions"]],
    ),
    "log": (
        "position fact hidden people",
        lambda a: [(one["position"], one["fact"], one["withheld"], one["people"]) for one in a["changes"]],
    ),
}
"""Of each view columns of its table, and the same taken from its JSON by other means."""
