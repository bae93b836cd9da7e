"""Canaries in the list that Viasna publishes, in both of its shapes."""

import json
from pathlib import Path

from tests.api.intake.canaries import FORBIDDEN
from tests.api.intake.test_viasna import ROW, flat


def lists(folder: Path, kept: str) -> list[str]:
    hidden = {
        "birthday": FORBIDDEN["born"],
        "description": f"{FORBIDDEN['remark']}, {FORBIDDEN['workplace']}, {FORBIDDEN['title']}",
        "prison/address": FORBIDDEN["address"],
        "judge": FORBIDDEN["judge"],
        "councel": FORBIDDEN["lawyer"],
        "photo": FORBIDDEN["photo"],
        "phone": FORBIDDEN["phone"],
        "email": FORBIDDEN["email"],
        "passport": FORBIDDEN["identity number"],
    }
    nested = ROW | {"id": 1, "name": f"Nested {kept}", "prison": {"address": FORBIDDEN["address"]}} | hidden
    unfit = flat(ROW | {"id": 3, "birthday": FORBIDDEN["born by day"], "gender": FORBIDDEN["remark"]})
    refused = flat(ROW | {"id": 4, "status": "np", "name": FORBIDDEN["title"]}) | hidden
    rows = [nested, flat(ROW | {"id": 2, "name": f"Flat {kept}"}) | hidden, unfit, refused]
    path = folder / "viasna.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return [str(path)]
