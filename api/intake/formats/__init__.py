"""The formats that can be imported, by the name that the command takes."""

from typing import Final

from api.intake.formats.ftm import FollowTheMoney
from api.intake.formats.ofac_sdn import OfacSdn
from api.intake.formats.published_counts import PublishedCounts
from api.intake.formats.uk_sanctions import UkSanctions
from api.intake.formats.viasna import Viasna
from api.intake.statements import Importer

_ALL: Final[tuple[Importer, ...]] = (PublishedCounts(), Viasna(), OfacSdn(), UkSanctions(), FollowTheMoney())
FORMATS: Final[dict[str, Importer]] = {one.name: one for one in _ALL}
