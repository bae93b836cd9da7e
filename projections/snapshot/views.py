"""Usual questions as views of a snapshot."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it answers, and its query over the tables."""

    name: str
    says: str
    query: str


VIEWS: Final = (
    View(
        "held_at_the_end",
        "Who is held on the day of the snapshot, as far as is known and may be shown.",
        """SELECT people.name, people.id, liberty.may_be, liberty.held, liberty.start AS since, people.days_held
        FROM liberty JOIN people ON people.id = liberty.person
        WHERE liberty.held <> 'no' AND liberty.start <= (SELECT value FROM about WHERE item = 'day')
        AND (liberty."end" IS NULL OR liberty."end" > (SELECT value FROM about WHERE item = 'day'))
        ORDER BY people.name, people.id""",
    ),
    View(
        "counts_by_year",
        "The counts at the end of each year.",
        """SELECT substr(day, 1, 4) AS year, definition, variant, certain, possible, coverage FROM counts
        WHERE substr(day, 6) = '12-31' ORDER BY definition, variant, year""",
    ),
    View(
        "quotations",
        "What is said of whom, with each passage that carries it and its source.",
        """SELECT facts.occurred, facts.type, people.name, passages.text, passages.wording, passages.pinpoint,
        sources.issuer, sources.title, sources.url, facts.id AS fact
        FROM citations JOIN facts ON facts.id = citations.fact JOIN passages ON passages.id = citations.passage
        LEFT JOIN sources ON sources.id = passages.source LEFT JOIN people ON people.id = facts.person
        WHERE facts.status <> 'retracted' ORDER BY facts.earliest, facts.position, citations.rowid""",
    ),
    View(
        "recognized_by_body",
        "How many persons each body ever recognized, certainly or possibly.",
        """SELECT body, count(DISTINCT person) AS persons FROM recognitions WHERE holds <> 'no'
        GROUP BY body ORDER BY persons DESC, body""",
    ),
    View(
        "figures_beside_counts",
        "Numbers of political prisoners that others published for one day, beside our count of in-custody on it.",
        """SELECT counts.day, published.publisher, published.quantity, published.scope, published.narrowed,
        published.definition, counts.certain, counts.possible, counts.coverage
        FROM published JOIN counts ON counts.day = published.earliest AND counts.day = published.latest
        WHERE counts.definition = 'in-custody' AND counts.variant = 'then'
        AND published.unit = 'persons' AND published.counted = 'political prisoners'
        ORDER BY published.earliest, published.publisher, published.id""",
    ),
    View(
        "timeline",
        "What is said to have happened to whom, in the order of the earliest days.",
        """SELECT facts.earliest, facts.latest, facts.occurred, people.name, facts.type, facts.status,
        facts.id AS fact, people.id AS person FROM facts JOIN people ON people.id = facts.person
        WHERE facts.occurred IS NOT NULL ORDER BY facts.earliest, facts.position""",
    ),
)
