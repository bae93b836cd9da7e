"""What the log took in, newest first, as a feed for readers of feeds: Atom, RFC 4287.

Programs that read feeds keep what they read, so an entry says that a fact was recorded or changed, of which type and by
which role, and where it is. It repeats no reason and no text, and tells not whom it is about. What speaks of somebody
withheld has no entry.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from api.schemas.log import ChangeOut
from ledger.events import timestamp
from ledger.log import Head
from projections.news import News

MEDIA: Final = "application/atom+xml"
ATOM: Final = "http://www.w3.org/2005/Atom"
HERE: Final = "/v1/changes.atom"
NEVER: Final = "1970-01-01T00:00:00Z"
"""A feed must say when it changed; that of an empty log says this."""

register_namespace("", ATOM)


def atom(found: Sequence[News], head: Head, *, first: bytes, limit: int, address: str) -> bytes:
    """Write the feed of the newest events up to a size of the log, given oldest first.

    The root of the log at its ``first`` event names the feed, on every mirror alike. Links begin with ``address``; if
    that is empty they hold below whatever address the feed was read from.
    """
    size = head.size
    feed = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _text(feed, "id", _urn(UUID(bytes=sha256(first).digest()[:16]), "changes"))
    _text(feed, "title", "Khronika: what was recorded")
    _text(feed, "subtitle", "Facts recorded, corrected, retracted and reinstated, without those of people withheld.")
    _text(feed, "updated", timestamp(head.recorded_at) if head.recorded_at else NEVER)
    _text(SubElement(feed, f"{{{ATOM}}}author"), "name", "Khronika")
    _link(feed, "self", f"{address}{HERE}?as_known={size}&limit={limit}", MEDIA)
    _link(feed, "alternate", f"{address}/", "text/html")
    if size > limit:
        _link(feed, "next", f"{address}{HERE}?as_known={size - limit}&limit={limit}", MEDIA)
    for news in reversed(found):
        if not news.withheld:
            _entry(feed, ChangeOut.of(news), address)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Element, change: ChangeOut, address: str) -> None:
    """Write one event, and where the fact is: its page shows what stands of it now."""
    entry = SubElement(feed, f"{{{ATOM}}}entry")
    of = f" ({change.type})" if change.type else ""
    _text(entry, "id", _urn(UUID(change.fact), str(change.version)))
    _text(entry, "title", f"Fact {change.change}{of}, version {change.version}")
    _text(entry, "updated", timestamp(change.recorded_at))
    _text(SubElement(entry, f"{{{ATOM}}}author"), "name", change.recorded_by or "")
    _link(entry, "alternate", f"{address}/facts/{change.fact}", "text/html")


def _urn(within: UUID, name: str) -> str:
    """Return an identifier that is the same wherever and whenever the feed is made (RFC 4287, section 4.2.6)."""
    return uuid5(within, name).urn


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: Element, relation: str, address: str, media: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address, "type": media})
