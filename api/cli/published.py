"""Commands about what others published."""

import click

from api import params
from api.cli import text_published as text
from api.cli.options import as_json, as_published, asked, clocks, day, opened, show
from api.schemas.published import PublishedOut, ReconciliationOut
from api.settings import Settings
from projections.published import WINDOW

days_back = click.option("--days", default=str(WINDOW), show_default=True, help=params.DAYS)


@click.command()
@clocks
@as_published
@days_back
@as_json
@click.pass_obj
def published(
    settings: Settings, as_of: str | None, days: str, as_known: str | None, as_published: str | None, json_: bool
) -> None:
    """The figures that others published for a day, rivals side by side, and the nearest before it."""
    reach = params.number(days, "days", most=params.MOST_DAYS)
    with opened(settings) as service:
        at = day(service, as_of)
        found = asked(service, as_known, as_published).published.on(at, days=reach, as_known=params.as_known(as_known))
    answer = PublishedOut.of(found)
    show(answer) if json_ else text.published(answer)


@click.command()
@clocks
@as_published
@days_back
@as_json
@click.pass_obj
def reconcile(
    settings: Settings, as_of: str | None, days: str, as_known: str | None, as_published: str | None, json_: bool
) -> None:
    """What was published for a day, and our count beside each figure, with the difference."""
    reach = params.number(days, "days", most=params.MOST_DAYS)
    with opened(settings) as service:
        at = day(service, as_of)
        found = asked(service, as_known, as_published).published.reconciled(
            at, days=reach, as_known=params.as_known(as_known)
        )
    answer = ReconciliationOut.of(found)
    show(answer) if json_ else text.reconciliation(answer)


COMMANDS = (published, reconcile)
