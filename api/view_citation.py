"""A view of the record as it is cited: what it shows, at its whole basis, and the address that shows it again."""

import json
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any

from api.citation import escaped
from api.schemas.basis import BasisOut
from api.schemas.citation import NAME, TYPE
from ledger.events import timestamp


@dataclass(frozen=True, slots=True)
class ViewCited:
    """What a reader needs to find a view again and to check it. It names nobody: so does its title.

    ``day`` is ``None`` where the view is the same on every day, ``rule`` where it counts nothing; ``coverage`` is what
    it claims to cover, where it claims anything. ``address`` begins with a host only where readers can reach one.
    """

    title: str
    day: str | None
    size: int
    recorded_at: str | None
    root: str
    rule: str | None
    rules: int
    coverage: str | None
    address: str

    @property
    def note(self) -> str:
        """The basis, in sentences."""
        recorded = f", last recorded {self.recorded_at}" if self.recorded_at else ""
        said = [
            f"As of {self.day}, at the end of the day in Minsk" if self.day else None,
            f"As known at log size {self.size}{recorded}, root hash {self.root}",
            f"Counting {self.rule}" if self.rule else None,
            f"Rules version {self.rules}",
            f"Coverage: {self.coverage}" if self.coverage else None,
        ]
        return " ".join(f"{one}." for one in said if one)

    @property
    def key(self) -> str:
        """A key for lists of references, the same for the same view."""
        return f"khronika-view-{sha256(f'{self.address} {self.root}'.encode()).hexdigest()[:12]}"

    @property
    def issued(self) -> tuple[int, int, int] | None:
        """Year, month and day, UTC, on which the record became what is cited."""
        if self.recorded_at is None:
            return None
        year, month, day = self.recorded_at.split("T")[0].split("-")
        return int(year), int(month), int(day)

    @property
    def csl(self) -> str:
        """It as CSL-JSON, which is a list of items."""
        item: dict[str, Any] = {
            "id": self.key,
            "type": TYPE,
            "title": self.title,
            "author": [{"literal": NAME}],
            "version": str(self.size),
            "note": self.note,
        }
        if self.issued:
            item["issued"] = {"date-parts": [list(self.issued)]}
        if not self.address.startswith("/"):
            item["URL"] = self.address
        return json.dumps([item], ensure_ascii=False, indent=2)

    @property
    def bibtex(self) -> str:
        """It as an entry of BibTeX."""
        fields = {"author": f"{{{NAME}}}", "title": f"{{{escaped(self.title)}}}"}
        if self.issued:
            year, month, day = self.issued
            fields |= {"year": str(year), "month": str(month), "date": f"{year}-{month:02}-{day:02}"}
        where = {"howpublished": escaped(self.address)} if self.address.startswith("/") else {"url": self.address}
        fields |= {"version": str(self.size), **where, "note": escaped(self.note)}
        inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{inside}\n}}"


def of_view(
    title: str,
    path: str,
    basis: BasisOut,
    *,
    coverage: str | None,
    counting: bool,
    same_each_day: bool,
    address: str | None,
) -> ViewCited:
    """Return the citation of what a page shows at its basis.

    ``path`` is the page's address with both clocks written out, ``address`` where readers find the record.
    """
    known, rule = basis.as_known, basis.definition
    variant = f", {basis.variant}" if basis.variant else ""
    published = f", as published by {basis.as_published}" if basis.as_published else ""
    return ViewCited(
        title=title,
        day=None if same_each_day else basis.as_of,
        size=known.size,
        recorded_at=timestamp(known.recorded_at.astimezone(UTC)) if known.recorded_at else None,
        root=known.root,
        rule=f"{rule.id}, version {rule.version}{variant}{published}" if counting else None,
        rules=basis.rules_version,
        coverage=coverage,
        address=f"{address or ''}{path}",
    )
