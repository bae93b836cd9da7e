"""Canaries in entities of FollowTheMoney: properties that no answer needs, and an id made of an identity number."""

import json
from pathlib import Path

from tests.api.intake.canaries import FORBIDDEN


def lists(folder: Path, kept: str) -> list[str]:
    properties = {
        "name": [f"Somebody {kept}"],
        "birthDate": [FORBIDDEN["born"]],
        "address": [FORBIDDEN["address"]],
        "idNumber": [FORBIDDEN["identity number"]],
        "phone": [FORBIDDEN["phone"]],
        "email": [FORBIDDEN["email"]],
        "position": [FORBIDDEN["title"]],
        "employer": [FORBIDDEN["workplace"]],
        "notes": [FORBIDDEN["remark"], FORBIDDEN["born in words"], FORBIDDEN["judge"], FORBIDDEN["lawyer"]],
        "sourceUrl": [FORBIDDEN["photo"]],
    }
    person = {"id": f"by-id-{FORBIDDEN['identity number']}", "schema": "Person", "properties": properties}
    aimed = {
        "entity": [person["id"]],
        "authority": ["EU"],
        "program": ["BLR"],
        "provisions": ["Asset freeze", FORBIDDEN["remark"]],
        "startDate": ["2021-06-21"],
        "reason": [FORBIDDEN["remark"]],
        "summary": [FORBIDDEN["born by day"]],
    }
    sanction = {"id": f"sanction-{FORBIDDEN['identity number']}", "schema": "Sanction", "properties": aimed}
    path = folder / "entities.ftm.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in (person, sanction)), encoding="utf-8")
    return [str(path)]
