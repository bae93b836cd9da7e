"""By what the list of a day is shown in groups, and to which group it is narrowed."""

from dataclasses import dataclass, replace

from api import params
from api.web.view import BY, GROUP, View
from domain.phrases import Phrase, Word
from projections.breakdown import By, fits
from projections.groups import Group


@dataclass(frozen=True, slots=True)
class Facets:
    """What the count can be grouped by, by what it is, and the group shown: all of it, or one."""

    offered: tuple[By, ...]
    by: By | None = None
    group: str = ""

    @property
    def narrowed(self) -> Group | None:
        """The group that the list is narrowed to."""
        return params.group(self.by, self.group) if self.group else None

    @property
    def kept(self) -> dict[str, str]:
        """What links of the page keep of this."""
        return {BY: self.by or "", GROUP: self.group}


def faceted(view: View, by: str, group: str) -> tuple[View, Facets]:
    """Read what a page is asked of groups; raise `QuestionError` for nonsense.

    Groups without meaning for a definition are left out, and the page says so, for the definition is chosen beside.
    """
    offered = tuple(one for one in By if fits(view.basis, one))
    asked = params.by(by or None)
    if asked is None and group:
        params.group(None, group)
    if asked is None or asked in offered:
        return view, Facets(offered, asked, group)
    rule, groups = Word(view.basis.definition.id), Word(asked)
    note = Phrase("'%(rule)s' has no groups by %(by)s; this is the answer without them.", rule=rule, by=groups)
    return replace(view, note=note), Facets(offered)
