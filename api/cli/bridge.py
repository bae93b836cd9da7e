"""The command that says why one count became another."""

import click

from api import params
from api.bridge import Rule, ends
from api.cli import text_bridge
from api.cli.options import as_json, definition, definitions, opened, show, variant, variants
from api.schemas.bridge import BridgeOut
from api.settings import Settings


@click.command()
@click.option("--from", "first", metavar="DAY[@SIZE|TIME]", required=True, help=params.BRIDGE_FROM)
@click.option("--to", "last", metavar="DAY[@SIZE|TIME]", help=params.BRIDGE_TO)
@definition
@variant
@click.option("--recognized-by", multiple=True, metavar="BODY", help=params.RECOGNIZED_BY)
@click.option("--as-published", metavar="DAY", help=params.AS_PUBLISHED)
@click.option("--to-definition", help=params.TO_DEFINITION, shell_complete=definitions)
@click.option("--to-variant", help=params.TO_VARIANT, shell_complete=variants)
@click.option("--to-recognized-by", multiple=True, metavar="BODY", help=params.TO_RECOGNIZED_BY)
@click.option("--to-as-published", metavar="DAY", help=params.TO_AS_PUBLISHED)
@as_json
@click.pass_obj
def bridge(
    settings: Settings,
    first: str,
    last: str | None,
    definition: str,
    variant: str,
    recognized_by: tuple[str, ...],
    as_published: str | None,
    to_definition: str | None,
    to_variant: str | None,
    to_recognized_by: tuple[str, ...],
    to_as_published: str | None,
    json_: bool,
) -> None:
    """Why one count became another: by what was learnt, by what happened, by the rule; person by person, with facts."""
    begins = Rule(definition, variant, recognized_by, as_published)
    leads_to = Rule(to_definition, to_variant, to_recognized_by, to_as_published)
    with opened(settings) as service:
        start, end = ends(service, first, last, begins, leads_to)
        answer = BridgeOut.of(service.questions.bridge(start, end))
    show(answer) if json_ else text_bridge.bridge(answer)


COMMANDS = (bridge,)
