"""The formats that can be imported, by the name that the command takes."""

from typing import Final

from api.intake.formats.ftm import FollowTheMoney
from api.intake.formats.published_counts import PublishedCounts
from api.intake.formats.viasna import Viasna
from api.intake.statements import Importer

FORMATS: Final[dict[str, Importer]] = {one.name: one for one in (PublishedCounts(), Viasna(), FollowTheMoney())}
