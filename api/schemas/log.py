"""The log as it grows, and what is left to do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, Out
from api.schemas.facts import change_of
from domain.dates import Day, iso
from ledger.log import Head
from projections.news import News
from projections.worklist import Task, Worklist


class ChangeOut(Out):
    """One event of the log: a fact recorded, or a change of one."""

    position: Annotated[int, Field(description="The number of the event in the log, from 1.")]
    withheld: Annotated[
        bool,
        Field(description="True of what speaks of somebody withheld: then only its place and time are given."),
    ]
    fact: Annotated[str | None, Field(description="The identifier of the fact; null if it is withheld.")]
    version: Annotated[int | None, Field(description="From 1, within the fact; null if it is withheld.")]
    change: Annotated[
        str | None, Field(description="recorded, corrected, retracted or reinstated; null if it is withheld.")
    ]
    type: Annotated[
        str | None, Field(description="The type of fact; null for what is retracted, reinstated or withheld.")
    ]
    reason: Annotated[str | None, Field(description="Why the fact was changed; null for the first version.")]
    people: Annotated[list[str], Field(description="Whom the fact is about, in this or an earlier version.")]
    recorded_at: Annotated[datetime, Field(description="When it was recorded, UTC.")]
    recorded_by: Annotated[str | None, Field(description="The role that recorded it; null if it is withheld.")]
    batch: Annotated[
        str | None,
        Field(description="What was recorded together, all or none, has one identifier; null if it is withheld."),
    ]

    @classmethod
    def of(cls, news: News) -> Self:
        """Print an event, or that there is one."""
        event = news.event
        if news.withheld:
            nothing = dict.fromkeys(("fact", "version", "change", "type", "reason", "recorded_by", "batch"))
            return cls(position=event.position, withheld=True, people=[], recorded_at=event.recorded_at, **nothing)
        change, reason, kind = change_of(event.content)
        return cls(
            position=event.position,
            withheld=False,
            fact=event.id,
            version=event.version,
            change=change,
            type=kind,
            reason=reason,
            people=list(news.people),
            recorded_at=event.recorded_at,
            recorded_by=event.recorded_by,
            batch=event.batch,
        )


class ChangesOut(Out):
    """The events after a position, oldest first."""

    changes: Annotated[list[ChangeOut], Field(description="The events, oldest first.")]
    next: Annotated[int | None, Field(description="`since` of the next page; null if there is nothing more yet.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, found: Sequence[News], head: Head, *, since: int) -> Self:
        """Print a page of events."""
        last = found[-1].event.position if found else since
        return cls(
            changes=[ChangeOut.of(one) for one in found],
            next=last if last < head.size else None,
            as_known=AsKnownOut.of(head),
        )


class TaskOut(Out):
    """One thing to look into."""

    concern: Annotated[str, Field(description="term over without a release, no news, or odd.")]
    person: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    says: Annotated[str, Field(description="What is to be looked into.")]
    since: Annotated[str | None, Field(description="Since which day; null where none can be said.")]
    facts: Annotated[list[str], Field(description="The identifiers of the facts it rests on.")]

    @classmethod
    def of(cls, task: Task) -> Self:
        """Print a task."""
        return cls(
            concern=task.concern.value,
            person=task.person,
            name=task.name,
            says=task.says,
            since=None if task.since is None else iso(task.since),
            facts=list(task.facts),
        )


class WorklistOut(Out):
    """What a recorder should look into on a day."""

    tasks: Annotated[list[TaskOut], Field(description="In the order of names.")]
    withheld: Annotated[int, Field(description="About how many more persons there is something to look into.")]
    as_of: Annotated[str, Field(description="The day looked at.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, found: Worklist, head: Head, *, day: Day) -> Self:
        """Print a worklist."""
        return cls(
            tasks=[TaskOut.of(one) for one in found.tasks],
            withheld=found.withheld,
            as_of=iso(day),
            as_known=AsKnownOut.of(head),
        )
