"""``khronika rebuild``: beside what answers, then switched; and what another version derived is not answered from."""

from sqlalchemy import Engine, select, text

from projections.database import engine_of
from projections.projector import VERSION
from projections.tables import tracking
from tests.api.conftest import Command


def slots(engine: Engine) -> dict[str, tuple[int, bool]]:
    with engine.connect() as connection:
        rows = connection.execute(select(tracking.c.slot, tracking.c.notification_id, tracking.c.live))
        return {slot: (position, bool(live)) for slot, position, live in rows}


def test_a_rebuild_switches_the_slots_and_changes_no_answer(recorded: Command) -> None:
    before = recorded.ok("count", "--as-of", "2017-07-04", "--json").json
    engine = engine_of(recorded.url)
    size = before["basis"]["as_known"]["size"]
    assert slots(engine) == {"a": (size, True), "b": (0, False)}

    assert recorded.ok("rebuild").out == f"rebuilt: position {size}\n"
    assert slots(engine) == {"a": (size, False), "b": (size, True)}
    assert recorded.ok("count", "--as-of", "2017-07-04", "--json").json == before
    recorded.ok("rebuild")
    assert slots(engine) == {"a": (size, True), "b": (size, False)}
    engine.dispose()


def test_read_models_of_another_version_are_refused_until_rebuilt(recorded: Command) -> None:
    engine = engine_of(recorded.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE tracking SET version = 1 WHERE version <> 0"))

    refused = recorded("count", "--as-of", "2017-07-04")
    assert refused.code == 2
    assert f"version 1, this program needs {VERSION}; run: khronika rebuild" in refused.err
    recorded.ok("rebuild")
    assert recorded.ok("count", "--as-of", "2017-07-04").out.startswith("in-custody on 2017-07-04: 2 certain")
    engine.dispose()
