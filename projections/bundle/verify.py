#!/usr/bin/env python3
"""Check a bundle of Khronika without Khronika: one file, standard library alone, Python 3.9 or newer.

    python -I verify.py [FOLDER] [--key KEY]

FOLDER is the bundle, by default the folder of this file. It checks every file against the manifests, every event
against its leaf, the leaves against the root, checkpoints and their signatures (by the command ``openssl``), and counts
every answer again from the events. docs/bundle-format.md of the project says what a bundle is, word for word.

It ends with 0 if all holds, 1 if something does not, 2 if it was called wrongly, and 3 if nothing is wrong and no
signature could be checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import calendar
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Callable, NamedTuple, Optional

if sys.version_info < (3, 9):  # noqa: UP036 -- whoever runs this with less is told so
    sys.exit("verify.py needs Python 3.9 or newer")

FORMAT = "khronika/bundle/v1"
ANSWER = "khronika/answer/v1"
RULES = 2
"""The version of the rules, of dates and of what is so on a day, that this file follows."""

MOST_FILES = 5_000_000
MOST_BYTES = 64 * 2**30
MOST_EVENT = 64 * 2**10
MOST_TEXT = 64 * 2**20
MOST_LEAVES = 100_000_000
MOST_DEPTH = 16
MOST_ANSWERS = 2_000
MOST_CHECKPOINTS = 10_000
MOST_KEYS = 20
MOST_BODIES = 1_000
MOST_OF_A_PERSON = 400
"""How many facts of liberty or recognition one person may have here; the work grows with their square."""


class RefusedError(Exception):
    """Something does not hold; the message names the place."""


# ------------------------------------------------------------------------------------------------- the bag


TAG_FILES = {
    "README.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt",
    "tagmanifest-sha256.txt", "tagmanifest-sha512.txt", "verify.py",
}  # fmt: skip
NEEDED_FILES = {
    "data/bundle.json", "data/leaves.txt", "data/facts.csv", "data/answers.csv", "data/ro-crate-metadata.json",
}  # fmt: skip
PAYLOAD = re.compile(
    r"data/(bundle\.json|leaves\.txt|keys\.txt|facts\.csv|answers\.csv|ro-crate-metadata\.json"
    r"|events/[1-9][0-9]{0,11}\.json|checkpoints/[1-9][0-9]{0,11}\.txt"
    r"|copies/[0-9a-f]{64}|timestamps/[1-9][0-9]{0,11}\.[a-z0-9-]{1,40}\.tsr"
    r"|answers/[0-9]{4}-[0-9]{2}-[0-9]{2}\.[a-z-]{1,20}\.(then|hindsight)\.json)"
)


def files_of(folder: Path) -> dict[str, int]:
    """Return every file of a bundle with its size; refuse links, other things, and files of another format."""
    found: dict[str, int] = {}
    waiting = [("", 0)]
    total = 0
    while waiting:
        inside, depth = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                name = inside + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if depth >= 2 or len(waiting) > 100:
                        raise RefusedError(f"{name!r}: no part of a bundle")
                    waiting.append((name + "/", depth + 1))
                elif not entry.is_file(follow_symlinks=False):
                    raise RefusedError(f"{name!r}: no plain file")
                elif name not in TAG_FILES and not PAYLOAD.fullmatch(name):
                    raise RefusedError(f"{name!r}: no part of a bundle; if your computer put it there, remove it")
                else:
                    found[name] = entry.stat(follow_symlinks=False).st_size
                    total += found[name]
                    if total > MOST_BYTES or len(found) > MOST_FILES:
                        raise RefusedError(f"{name}: the bundle is larger than this file checks")
    for name in sorted(TAG_FILES | NEEDED_FILES):
        if name not in found:
            raise RefusedError(f"{name}: is missing")
    return found


def content(folder: Path, name: str, most: int = MOST_TEXT) -> bytes:
    """Read a file that may hold so many bytes at most."""
    with (folder / name).open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise RefusedError(f"{name}: longer than {most} bytes")
    return data


def check_bag(folder: Path, files: dict[str, int]) -> None:
    """Check every file against both manifests, and that they list every file (RFC 8493, and no more than it asks)."""
    if content(folder, "bagit.txt", 200) != b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n":
        raise RefusedError("bagit.txt: says something else than the format asks")
    payload = {name for name in files if name.startswith("data/")}
    tags = {name for name in files if not name.startswith(("data/", "tagmanifest-"))}
    for manifest, wanted in (("manifest", payload), ("tagmanifest", tags)):
        lists = {kind: read_manifest(folder, f"{manifest}-{kind}.txt", kind) for kind in ("sha256", "sha512")}
        for kind, listed in lists.items():
            for name in sorted(wanted ^ listed.keys())[:1]:
                where = "is not in" if name in wanted else "is missing, though it stands in"
                raise RefusedError(f"{name}: {where} {manifest}-{kind}.txt")
        for name in sorted(wanted):
            found = digests(folder / name)
            for kind in lists:
                if lists[kind][name] != found[kind]:
                    raise RefusedError(f"{name}: its bytes have another digest than {manifest}-{kind}.txt says")
    size = sum(files[name] for name in payload)
    if f"\nPayload-Oxum: {size}.{len(payload)}\n" not in "\n" + text_of(folder, "bag-info.txt"):
        raise RefusedError(f"bag-info.txt: the payload holds {size} bytes in {len(payload)} files")


def read_manifest(folder: Path, name: str, kind: str) -> dict[str, bytes]:
    """Read a manifest: digest, two spaces, name, on each line."""
    length = {"sha256": 64, "sha512": 128}[kind]
    line = re.compile(rf"([0-9a-f]{{{length}}})  ([A-Za-z0-9._/-]{{1,200}})\n")
    found: dict[str, bytes] = {}
    with (folder / name).open("rb") as file:
        for number, data in enumerate(iter(lambda: file.readline(1000), b""), start=1):
            match = line.fullmatch(data.decode("latin-1"))
            if match is None or match[2] in found or number > MOST_FILES:
                raise RefusedError(f"{name}: line {number} is not a digest and the name of another file")
            found[match[2]] = bytes.fromhex(match[1])
    return found


def digests(path: Path) -> dict[str, bytes]:
    """Return both digests of a file."""
    both = {"sha256": hashlib.sha256(), "sha512": hashlib.sha512()}
    with path.open("rb") as file:
        for block in iter(lambda: file.read(2**20), b""):
            for digest in both.values():
                digest.update(block)
    return {kind: digest.digest() for kind, digest in both.items()}


def text_of(folder: Path, name: str) -> str:
    """Read a text in UTF-8 whose lines end in line feeds."""
    try:
        text = content(folder, name).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"{name}: is no UTF-8") from None
    if "\r" in text or not text.endswith("\n"):
        raise RefusedError(f"{name}: its lines do not end in line feeds")
    return text


# ------------------------------------------------------------------------------------------------- JSON


CONTROL = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]")


def read_json(data: bytes, where: str) -> dict[str, Any]:
    """Read a JSON object in canonical form (RFC 8785); refuse any other way to write the same."""
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_whole, parse_float=_number, parse_constant=_number
        )
        check_json(value, 1)
        canonical = written(value) == text
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{where}: is no JSON of this format ({error})") from None
    if not canonical or not isinstance(value, dict):
        raise RefusedError(f"{where}: is no JSON object in canonical form")
    return value


def written(value: object) -> str:
    """Write JSON in canonical form; all names here are ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def check_json(value: object, depth: int) -> None:
    """Raise `ValueError` for what the format does not allow."""
    if depth > MOST_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        if CONTROL.search(value) or unicodedata.normalize("NFC", value) != value:
            raise ValueError("a text with control characters, or not in normal form C")
    elif isinstance(value, list):
        for item in value:
            check_json(item, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            if not name.isascii():
                raise ValueError("a name that is not ASCII")
            check_json(item, depth + 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("one name twice")
    return found


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= 2**53:
        raise ValueError("a number that is too large")
    return int(text)


def _number(text: str) -> int:
    raise ValueError(f"{text!r} is no whole number")


TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
SHAPES: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str) and value != "",
    "text or null": lambda value: value is None or SHAPES["text"](value),
    "hash": lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None,
    "time": lambda value: isinstance(value, str) and TIME.fullmatch(value) is not None,
    "truth": lambda value: isinstance(value, bool),
    "number": lambda value: type(value) is int and 0 <= value < 10**12,
    "object": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "texts": lambda value: isinstance(value, list) and all(map(SHAPES["text"], value)),
    "texts in order": lambda value: SHAPES["texts"](value) and value == sorted(set(value)),
    "count": lambda value: is_made_of(value, {"certain": "number", "possible": "number"}),
    "stated": lambda value: (
        isinstance(value, list) and all(is_made_of(one, {"person": "text", "certain": "truth"}) for one in value)
    ),
    "term": lambda value: (
        isinstance(value, dict)
        and all(map(SHAPES["text"], value.values()))
        and ("ends" in value) != ("length" in value)
    ),
}
"""What a value must be, by the words that the tables of fields say it in."""


def is_made_of(value: object, fields: dict[str, str]) -> bool:
    """Whether a value is an object that holds just these fields."""
    if not isinstance(value, dict) or value.keys() != fields.keys():
        return False
    return all(SHAPES[shape](value[field]) for field, shape in fields.items())


# ------------------------------------------------------------------------------------------------- the tree


def check_leaves(folder: Path, files: dict[str, int], bundle: dict[str, Any]) -> dict[int, bytes]:
    """Check each event's digest against its leaf; return the root at the log size and at that of each checkpoint."""
    size, leaves = bundle["size"], bundle["leaves"]
    if leaves > MOST_LEAVES:
        raise RefusedError(f"data/leaves.txt: {leaves} leaves are more than this file checks")
    if files["data/leaves.txt"] != 65 * leaves:
        raise RefusedError(f"data/leaves.txt: {leaves} lines of 64 digits are {65 * leaves} bytes")
    events = {int(Path(name).stem) for name in files if name.startswith("data/events/")}
    if events and max(events) > size:
        raise RefusedError(f"data/events/{max(events)}.json: the bundle is of a log of {size}")
    if len(events) != bundle["disclosed"]:
        raise RefusedError(f"data/events: {len(events)} events, data/bundle.json says {bundle['disclosed']}")
    wanted = {int(Path(name).stem) for name in files if name.startswith("data/checkpoints/")} | {size}
    if max(wanted) != leaves:
        raise RefusedError(f"data/leaves.txt: {leaves} leaves, though {max(wanted)} are what the bundle speaks of")
    roots: dict[int, bytes] = {0: hashlib.sha256().digest()}
    edge: list[tuple[int, bytes]] = []
    with (folder / "data/leaves.txt").open("rb") as file:
        for position in range(1, leaves + 1):
            line = file.read(65)
            if not re.fullmatch(rb"[0-9a-f]{64}\n", line):
                raise RefusedError(f"data/leaves.txt: line {position} is not the digest of an event")
            if position in events:
                name = f"data/events/{position}.json"
                if hashlib.sha256(content(folder, name, MOST_EVENT)).hexdigest().encode() != line[:64]:
                    raise RefusedError(
                        f"{name}: its digest is not the one that line {position} of data/leaves.txt holds"
                    )
            level, node = 0, hashlib.sha256(b"\0khronika/leaf/v1\n" + line).digest()
            while edge and edge[-1][0] == level:
                level, node = level + 1, hashlib.sha256(b"\1" + edge.pop()[1] + node).digest()
            edge.append((level, node))
            if position in wanted:
                roots[position] = _joined([found for _, found in edge])
    if roots[size].hex() != bundle["root"]:
        raise RefusedError(
            f"data/bundle.json: the first {size} leaves have the root {roots[size].hex()}, not the one stated"
        )
    return roots


def _joined(edge: list[bytes]) -> bytes:
    """Return the root over complete subtrees, from left to right (RFC 9162, section 2.1)."""
    found = edge[-1]
    for left in reversed(edge[:-1]):
        found = hashlib.sha256(b"\1" + left + found).digest()
    return found


# ------------------------------------------------------------------------------------------------- signatures


class Key(NamedTuple):
    """A public key: the name that it signs under, the id in its signatures, its 32 bytes (C2SP signed-note)."""

    name: str
    id: bytes
    public: bytes

    @classmethod
    def read(cls, text: str) -> Key:
        """Read a key as it is published: name, id and bytes, joined by plus."""
        name, _, rest = text.partition("+")
        number, _, value = rest.partition("+")
        data = from_base64(value)
        known = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        if not name or len(data) != 33 or data[:1] != b"\1" or known.hex() != number:
            raise ValueError("is no Ed25519 key with its own id")
        return cls(name, known, data[1:])

    def __str__(self) -> str:
        """Write it so again."""
        return f"{self.name}+{self.id.hex()}+" + base64.b64encode(b"\1" + self.public).decode()


def from_base64(text: str) -> bytes:
    """Read base64 in its one form."""
    try:
        found = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        found = b""
    if not found or base64.b64encode(found).decode() != text:
        raise ValueError("is no base64 in its one form")
    return found


class Openssl:
    """The command that checks signatures; ``works`` if it is there and knows right from wrong."""

    def __init__(self) -> None:
        self._command = shutil.which("openssl")
        # RFC 8032, section 7.1, the second example.
        public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        signed = (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        )
        known = bytes.fromhex(public), bytes.fromhex(signed)
        right, wrong = (self.accepts(known[0], message, known[1]) for message in (b"\x72", b"\x73"))
        self.works = right and not wrong

    def accepts(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the key made the signature over the message."""
        if self._command is None:
            return False
        der = bytes.fromhex("302a300506032b6570032100") + public
        pem = f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"
        with tempfile.TemporaryDirectory() as made:
            key, text, value = (Path(made) / name for name in ("key.pem", "message", "signature"))
            key.write_bytes(pem.encode())
            text.write_bytes(message)
            value.write_bytes(signature)
            asked = ["pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", text, "-sigfile", value]
            try:
                done = subprocess.run([self._command, *map(str, asked)], capture_output=True, check=False)
            except OSError:
                return False
        return done.returncode == 0


def read_note(data: bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Read a signed note (C2SP): its text, and name, key id and value of each signature."""
    try:
        text, blank, lines = data.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError:
        raise ValueError("is no UTF-8") from None
    if not blank or not lines.endswith("\n") or CONTROL.search(text + lines):
        raise ValueError("is no signed note")
    found = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^\\s+]+) ([A-Za-z0-9+/=]+)", line)
        value = from_base64(match[2]) if match else b""
        if match is None or len(value) < 5:
            raise ValueError("has a line that is no signature")
        found.append((match[1], value[:4], value[4:]))
    return text + "\n", found


class Rotation(NamedTuple):
    """An event by which one key takes over from another, each signing that it does."""

    position: int
    keys: tuple[str, str]
    signatures: tuple[str, str]

    def holds(self, keys: tuple[Key, Key], openssl: Openssl) -> bool:
        """Whether it is of these two keys, and both signed it."""
        text = "khronika/key-rotation/v1\n{}\n{}\n".format(*self.keys).encode()
        try:
            values = [from_base64(one) for one in self.signatures]
        except ValueError:
            return False
        return all(openssl.accepts(key.public, text, value) for key, value in zip(keys, values))


def check_checkpoints(
    folder: Path, bundle: dict[str, Any], roots: dict[int, bytes], rotations: Sequence[Rotation], given: Key | None
) -> tuple[int, str]:
    """Check what checkpoints say against the leaves, and who signed; return the code to end with, and a line."""
    sizes = sorted(int(path.stem) for path in (folder / "data/checkpoints").glob("*.txt"))
    if len(sizes) > MOST_CHECKPOINTS:
        raise RefusedError(f"data/checkpoints: {len(sizes)} are more than this file checks")
    if not sizes:
        return 3, "Signatures: there are none. Nobody vouches for this root; compare it with one from elsewhere."
    keys, openssl = read_keys(folder), Openssl()
    if given and given not in keys:
        raise RefusedError("data/keys.txt: the key that was given is none of these")
    reigns = check_reigns(keys, rotations, openssl)
    for size in sizes:
        name = f"data/checkpoints/{size}.txt"
        try:
            text, signatures = read_note(content(folder, name, MOST_EVENT))
            origin, number, root = text.split("\n")[:3]
            agrees = (origin, number) == (bundle["origin"], str(size)) and from_base64(root) == roots[size]
        except ValueError as error:
            raise RefusedError(f"{name}: is no checkpoint ({error})") from None
        if not agrees:
            raise RefusedError(f"{name}: its origin, size and root are not those of the leaves")
        key = max((since, number) for number, since in enumerate(reigns) if since <= size)[1]
        theirs = [value for who, which, value in signatures if (who, which) == (keys[key].name, keys[key].id)]
        if not theirs:
            raise RefusedError(f"{name}: the key of that size did not sign it")
        if openssl.works and not openssl.accepts(keys[key].public, text.encode(), theirs[0]):
            raise RefusedError(f"{name}: the signature of {keys[key].name} is not over this text")
    said = "1 checkpoint, of" if len(sizes) == 1 else f"{len(sizes)} checkpoints, the newest of"
    said += f" size {sizes[-1]}"
    if not openssl.works:
        return 3, f"Signatures: not checked. There is no openssl here that knows Ed25519 (3.0 or newer). {said}."
    if sizes[-1] < bundle["size"]:
        return 3, f"Signatures: {said}, and nobody has signed what came after it."
    return 0, f"Signatures: {said}, signed with " + ", then ".join(map(str, keys))


def check_reigns(keys: Sequence[Key], rotations: Sequence[Rotation], openssl: Openssl) -> list[int]:
    """Return from which log size on each key signs; every key but the first must have taken over in the log."""
    found = [0]
    for pair in zip(keys, keys[1:]):
        said = (one for one in rotations if one.position > found[-1] and one.keys == tuple(map(str, pair)))
        rotation = next((one for one in said if not openssl.works or one.holds(pair, openssl)), None)
        if rotation is None:
            raise RefusedError(f"data/keys.txt: no event says, signed by both, that {pair[1]} took over")
        found.append(rotation.position)
    return found


def read_keys(folder: Path) -> list[Key]:
    """Read the keys that a bundle says are its log's, oldest first."""
    name = "data/keys.txt"
    if not (folder / name).exists():
        raise RefusedError(f"{name}: is missing, so nobody can say whose signatures these are")
    lines = text_of(folder, name).splitlines()
    try:
        keys = [Key.read(line) for line in lines[:MOST_KEYS]]
    except ValueError as error:
        raise RefusedError(f"{name}: {error}") from None
    if len(lines) != len(keys):
        raise RefusedError(f"{name}: holds more than {MOST_KEYS} keys")
    return keys


# ------------------------------------------------------------------------------------------------- dates


FIRST_DAY = date(1900, 1, 1).toordinal()
OPEN_DAY = date(9999, 12, 31).toordinal()
PART = re.compile(
    r"([~?%]?)([0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)([~?%]?)"
    r"(?:-([~?%]?)([0-9]{2}|XX)([~?%]?)(?:-([~?%]?)([0-9]{2}|XX)([~?%]?))?)?"
)
LENGTH = re.compile(r"P(?=[0-9])(?:([1-9][0-9]?)Y)?(?:([1-9][0-9]?)M)?(?:([1-9][0-9]{0,3})D)?")
Days = tuple[int, int]
"""The first and the last day on which something may have been, as ordinals."""


def days_of(text: str, recorded: int) -> Days:
    """Read a date in EDTF; an open end closes on the day on which it was recorded."""
    if text.startswith("XXXX-"):
        first, _ = _days(text)
        return first, max(first, _last_such_day(text, recorded))
    if not text.startswith("["):
        return _days(text)
    first, last = _one_of(text)
    return first, max(first, recorded) if last == OPEN_DAY else last


def _one_of(text: str) -> Days:
    """Read a set of dates and ranges, one of which it was."""
    items = text[1:-1].split(",")
    if not text.endswith("]") or len(text) < 3 or (len(items) == 1 and ".." not in text):
        raise ValueError(f"{text!r} is no set of dates")
    found: list[Days] = []
    for place, item in enumerate(items):
        start, dots, end = item.partition("..")
        if not dots:
            found.append(_days(item))
        else:
            if (not start and (place or not end)) or (not end and place < len(items) - 1):
                raise ValueError(f"{text!r} is open where it is no end")
            low = _days(start) if start else (FIRST_DAY, FIRST_DAY)
            high = _days(end) if end else (OPEN_DAY, OPEN_DAY)
            if high[0] <= low[0] or high[1] <= low[1]:
                raise ValueError(f"{text!r} does not run forward")
            found.append((low[0], high[1]))
        if place and found[place][0] <= found[place - 1][0]:
            raise ValueError(f"{text!r} is not in order")
    return found[0][0], max(high for _, high in found)


def _days(text: str) -> Days:
    """Read one date with its marks."""
    match = PART.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date")
    before_year, year, after_year, before_month, month, after_month, before_day, day, after_day = match.groups("")
    marks = [before_year + after_year, before_month + after_month, before_day + after_day]
    if max(map(len, marks)) > 1:
        raise ValueError(f"{text!r} marks one part twice")
    if year == "XXXX":
        if any(marks) or not day or "X" in month + day:
            raise ValueError(f"{text!r} lacks its year")
        leap = (month, day) == ("02", "29")
        first, last = (date(some, int(month), int(day)) for some in ((1904, 9996) if leap else (1900, 9999)))
        return first.toordinal(), last.toordinal()
    if ("X" in year and month) or (month == "XX" and day not in ("", "XX")):
        raise ValueError(f"{text!r} is exact inside what it does not know")
    years = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if years[0] < 1900 or years[1] > 2100:
        raise ValueError(f"{text!r} lies outside 1900 to 2100")
    return _marked(_plain(years, month, day), marks, month)


def _plain(years: tuple[int, int], month: str, day: str) -> Days:
    """Return the days of a date without its marks."""
    if month in ("", "XX"):
        months = (years[0], 1), (years[1], 12)
    elif month in ("21", "22", "23", "24") and not day:
        first = {"21": 3, "22": 6, "23": 9, "24": 1}[month]
        # A winter may begin the year or end it.
        months = (years[0], first), (years[0] + 1, 2) if month == "24" else (years[0], first + 2)
    elif day in ("", "XX"):
        months = (years[0], int(month)), (years[0], int(month))
    else:
        exact = date(years[0], int(month), int(day)).toordinal()
        return exact, exact
    return date(*months[0], 1).toordinal(), _end(*months[1])


def _marked(days: Days, marks: list[str], month: str) -> Days:
    """Widen both ends by one unit of the leftmost part that is marked; what ends a month goes on ending one."""
    low, high = days
    if marks[0]:
        low, high = moved(low, -12), moved(high, 12)
    elif marks[1]:
        many = 3 if month in ("21", "22", "23", "24") else 1
        later = date.fromordinal(moved(high, many))
        low, high = moved(low, -many), _end(later.year, later.month) if high > low else later.toordinal()
    elif marks[2]:
        low, high = low - 1, high + 1
    return max(low, FIRST_DAY), high


def moved(day: int, months: int, days: int = 0) -> int:
    """Move a day along the calendar; one that its new month lacks becomes that month's last."""
    then = date.fromordinal(day)
    year, month = divmod(then.year * 12 + then.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(then.day, last)).toordinal() + days


def _end(year: int, month: int) -> int:
    return date(year, month, calendar.monthrange(year, month)[1]).toordinal()


def _last_such_day(text: str, recorded: int) -> int:
    month, day = int(text[5:7]), int(text[8:10])
    for year in range(date.fromordinal(recorded).year, 1899, -1):
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day).toordinal() <= recorded:
            return date(year, month, day).toordinal()
    return FIRST_DAY


def over_from(term: dict[str, Any], stated: int) -> int:
    """Return the first day on which a term may be over, stated by a fact whose first day is ``stated``."""
    if "ends" in term:
        return days_of(term["ends"], OPEN_DAY)[0]
    start = days_of(term["starts"], OPEN_DAY)[0] if "starts" in term else stated
    months, days = _length(term["length"])
    end = moved(start, months, days)
    if "credited" in term:
        months, days = _length(term["credited"])
        end = moved(end, -months, -days)
    return end


def _length(text: str) -> tuple[int, int]:
    match = LENGTH.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no duration")
    years, months, days = (int(part or 0) for part in match.groups())
    return years * 12 + months, days


# ------------------------------------------------------------------------------------------------- events


LIBERTY = (
    "detained", "administratively-arrested", "criminally-detained", "held-as-suspect", "remanded",
    "put-under-house-arrest", "sentenced", "punishment-begun", "transferred", "regime-changed", "released",
    "release-revoked", "left-country", "returned", "died",
)  # fmt: skip
"""Facts of liberty, in the order in which they are taken within a day."""
RANK = {kind: rank for rank, kind in enumerate(LIBERTY)}
VALUE = {
    "detained": "short detention", "administratively-arrested": "administrative arrest",
    "criminally-detained": "criminal detention", "held-as-suspect": "custody without charge",
    "remanded": "pre-trial custody", "put-under-house-arrest": "house arrest", "released": "free",
    "returned": "free", "left-country": "outside the country", "died": "dead",
}  # fmt: skip
NEW_GROUND = {
    "administratively-arrested", "criminally-detained", "held-as-suspect", "remanded", "put-under-house-arrest",
    "sentenced",
}  # fmt: skip
SERVED = {"colony", "prison", "short-term arrest", "open-type facility", "home confinement", "compulsory treatment"}
PUNISHMENTS = SERVED | {"suspended", "deferred", "fine"}
AT_LARGE = {"free", "outside the country", "dead"}
CHANGES = ("corrected", "retracted", "reinstated")

FIELDS: dict[str, str] = {
    "person": "text", "occurred": "text", "deprivation": "text", "follows": "texts", "happening": "text",
    "term": "term", "in_absentia": "truth", "punishment": "text", "custody": "truth", "release": "text",
    "bodies": "texts", "covers": "text", "recognition": "text", "withdrawal": "text", "report": "text",
    "pair": "texts", "definition": "text", "variant": "text", "window": "text", "persons": "number",
}  # fmt: skip
"""Every field that an answer depends on, and what it must be."""
_OF_LIBERTY = ("person", "occurred")
_SERVING = ("person", "occurred", "punishment")
NEEDED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(LIBERTY, _OF_LIBERTY), "sentenced": _SERVING, "punishment-begun": _SERVING,
    "transferred": _SERVING, "regime-changed": _SERVING,
    "release-revoked": ("person", "occurred", "release", "deprivation"),
    "recognized": ("person", "occurred", "bodies"), "recognition-withdrawn": ("person", "occurred", "recognition"),
    "recognition-restored": ("person", "occurred", "withdrawal"), "report-preferred": ("person", "happening", "report"),
    "judged-same": ("pair",), "judged-different": ("pair",), "person-registered": (), "coverage-declared": (),
}  # fmt: skip
"""Every type of fact that an answer depends on, and the fields that it cannot do without."""


class Fact(NamedTuple):
    """One fact as it stands: the stream, its type, the fields that answers depend on, the bounds of its day."""

    id: str
    kind: str
    body: dict[str, Any]
    low: int
    high: int


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
Version = tuple[str, dict[str, Any], int]
"""Type, fields and day of recording of one version."""


class Log:
    """The disclosed events of a bundle, read one after another; keeps what answers depend on."""

    def __init__(self) -> None:
        self.rotations: list[Rotation] = []
        self.copies: set[str] = set()
        self._streams: dict[str, dict[int, Version]] = {}
        self._gone: dict[str, set[int]] = {}
        self._newest: dict[str, int] = {}
        self.time = ""

    def read(self, data: bytes, position: int) -> dict[str, Any]:
        """Take in the next event."""
        where = f"data/events/{position}.json"
        event = read_json(data, where)
        try:
            self._take(event)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            said = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise RefusedError(f"{where}: {said}") from None
        if event["type"] == "khronika:key-rotated":
            told = [str(event.get(name)) for name in ("old_key", "new_key", "old_signature", "new_signature")]
            self.rotations.append(Rotation(position, (told[0], told[1]), (told[2], told[3])))
        fact = event["body"] if event["type"] == "khronika:corrected" else event
        if fact["type"] == "khronika:copy-captured":
            self.copies.add(str(fact.get("digest")))
        return event

    def _take(self, event: dict[str, Any]) -> None:
        identifier, version, time = event["id"], event["v"], event["recorded_at"]
        if event["ctx"] != "khronika/event/v1" or event["schema"] != 1 or isinstance(event["schema"], bool):
            raise ValueError("is an event of another format")
        for name in ("id", "type", "recorded_at", "recorded_by", "batch", "salt"):
            if not isinstance(event[name], str):
                raise ValueError(f"{name} is no text")
        if not ID.fullmatch(identifier) or not TIME.fullmatch(time) or not event["type"].startswith("khronika:"):
            raise ValueError("id, recorded_at or type is not written as events write it")
        if time < self.time:
            raise ValueError("was recorded before an event that stands before it")
        if type(version) is not int or version != self._newest.get(identifier, 0) + 1:
            raise ValueError(f"is version {version} of its fact after version {self._newest.get(identifier, 0)}")
        # Minsk is three hours ahead of UTC, without summer time, since before the first event of any log.
        when = datetime.strptime(time, "%Y-%m-%dT%H:%M:%S.%fZ") + timedelta(hours=3)
        kind = event["type"][len("khronika:") :]
        if (kind in CHANGES) != (version > 1):
            raise ValueError(f"a version {version} cannot be of the type {kind!r}")
        self.time, self._newest[identifier] = time, version
        bodies, gone = self._streams.setdefault(identifier, {}), self._gone.setdefault(identifier, set())
        which = event.get("version")
        if kind in ("retracted", "reinstated") and which is not None and which not in bodies:
            raise ValueError("takes back what was not said")
        if kind == "retracted":
            gone |= set(bodies) if which is None else {which}
        elif kind == "reinstated":
            gone -= set(bodies) if which is None else {which}
        else:
            fields = event["body"] if kind == "corrected" else event
            if not isinstance(fields, dict) or fields.get("schema") != 1:
                raise ValueError("is a fact of another format")
            kind = fields["type"][len("khronika:") :]
            bodies[version] = kind, _needed(kind, fields), when.toordinal()

    def standing(self) -> list[Fact]:
        """Return the newest version of each fact that is not taken back, in the order of their first versions."""
        found = []
        for identifier, bodies in self._streams.items():
            left = bodies.keys() - self._gone[identifier]
            if left:
                kind, body, recorded = bodies[max(left)]
                low, high = days_of(body["occurred"], recorded) if "occurred" in body else (recorded, recorded)
                if kind in NEEDED:
                    found.append(Fact(identifier, kind, body, low, high))
        return found


def _needed(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a fact that answers depend on, checked; nothing of a fact that no answer depends on."""
    if kind not in NEEDED:
        return {}
    body = {name: fields[name] for name in FIELDS if fields.get(name) is not None}
    for name in NEEDED[kind]:
        body[name]  # A field that is missing is named by the error.
    for name, value in body.items():
        if not SHAPES[FIELDS[name]](value):
            raise ValueError(f"{name} is no {FIELDS[name]}")
    if body.get("punishment", "fine") not in PUNISHMENTS or len(set(body.get("pair", "12"))) != 2:
        raise ValueError("names no punishment, or no pair of persons")
    if "occurred" in body:
        days_of(body["occurred"], OPEN_DAY)
    if "term" in body:
        over_from(body["term"], FIRST_DAY + 200 * 366)
    for side in body.get("window", "../..").split("/", 1):
        days_of("1900" if side == ".." else side, OPEN_DAY)
    return body


def persons(facts: Sequence[Fact]) -> list[list[str]]:
    """Return each person as all of their registrations, the first recorded first, as the standing judgements say."""
    place = {fact.id: number for number, fact in enumerate(facts) if fact.kind == "person-registered"}
    group = {person: [person] for person in place}
    apart: dict[str, set[str]] = {}
    for fact in facts:
        if fact.kind == "judged-different":
            for one, other in (fact.body["pair"], fact.body["pair"][::-1]):
                apart.setdefault(one, set()).add(other)
    for fact in facts:
        pair = fact.body.get("pair", ())
        if fact.kind != "judged-same" or not all(person in group for person in pair):
            continue
        few, many = sorted((group[person] for person in pair), key=len)
        if few is many or any(group.get(other) is many for person in few for other in apart.get(person, ())):
            continue
        many += few
        group.update(dict.fromkeys(few, many))
    together = {id(found): found for found in group.values()}
    return [sorted(found, key=place.__getitem__) for found in together.values()]


# ------------------------------------------------------------------------------------------------- a life


NO, POSSIBLY, CERTAINLY = 0, 1, 2
Element = tuple[str, Optional[str]]
"""What may be so on a day: a value of liberty, and the deprivation that it is part of."""
FREE: Element = ("free", None)
Place = tuple[int, ...]


class Life:
    """What stands of one person, and what it leaves open on any day.

    A reading gives each fact a day within its bounds, so that what links say is true. The set of a day holds what the
    last fact of some reading says. A fact can be the last one if, taken as late as the day allows, none must be later.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        if len(facts) > MOST_OF_A_PERSON:
            raise RefusedError(f"{facts[-1].id}: more than {MOST_OF_A_PERSON} facts are about one person")
        self.facts: dict[str, Fact] = {}
        self.bounds: dict[str, Days] = {}
        self._instead: dict[str, str] = {}
        self._merge([fact for fact in facts if fact.kind in RANK], [f for f in facts if f.kind == "report-preferred"])
        self.after: dict[str, set[str]] = {identifier: set() for identifier in self.facts}
        for link in self._links():
            self._take(*link)
        self._order = sorted(self.facts, key=lambda one: sum(one in later for later in self.after.values()))
        self.place: dict[str, Place] = {}
        self.says: dict[str, set[Element]] = {}
        for identifier in self._order:
            floor = max((self.place[one] for one in self.place if identifier in self.after[one]), default=())
            self.place[identifier] = _place(floor, RANK[self.facts[identifier].kind])
            self.says[identifier] = self._says(self.facts[identifier])
        self._words = [identifier for identifier in self.facts if self.says[identifier]]
        self._over = {identifier: self._over_from(self.facts[identifier]) for identifier in self._words}
        self._said = [(fact, frozenset(fact.body["bodies"])) for fact in facts if fact.kind == "recognized"]
        self.bodies = frozenset[str]().union(*(bodies for _, bodies in self._said))
        if len(self.bodies) > MOST_BODIES:
            raise RefusedError(f"{facts[-1].id}: more than {MOST_BODIES} bodies recognized one person")
        self._ends = self._endings(facts)
        self._days: dict[int, tuple[list[str], set[Element]]] = {}

    def _merge(self, reports: list[Fact], preferences: list[Fact]) -> None:
        """Give the reports of one happening the days of all of them, unless some are preferred to the others."""
        together: dict[str, list[Fact]] = {}
        for fact in reports:
            together.setdefault(fact.body.get("happening", fact.id), []).append(fact)
        for happening, group in together.items():
            liked = {one.body["report"] for one in preferences if one.body["happening"] == happening}
            chosen = [fact for fact in group if fact.id in liked] or group
            days = min(fact.low for fact in chosen), max(fact.high for fact in chosen)
            for fact in group:
                if fact in chosen:
                    self.facts[fact.id], self.bounds[fact.id] = fact, days
                else:
                    self._instead[fact.id] = min(one.id for one in chosen)

    def deprivation(self, identifier: str) -> str:
        """Return the deprivation of a fact; what does not stand here is its own."""
        found = _deprivation(self.facts[identifier]) if identifier in self.facts else None
        return found or identifier

    def _links(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of facts, the first before the second: those printed, then those within a deprivation."""
        ranked = sorted(self.facts.values(), key=lambda one: (self.bounds[one.id], RANK[one.kind], one.id))
        printed: list[tuple[str, str]] = []
        for fact in ranked:
            revoked_by = [fact.body["release"]] if fact.kind == "release-revoked" else []
            for name in (*fact.body.get("follows", ()), *revoked_by):
                before = self._instead.get(name, name)
                if before in self.facts and before != fact.id:
                    printed.append((before, fact.id))
        yield from printed
        follows = _closure(printed)
        revoked = {before for before, after in printed if self.facts[after].kind == "release-revoked"}
        members: dict[str, list[Fact]] = {}
        for fact in ranked:
            if _deprivation(fact):
                members.setdefault(_deprivation(fact) or "", []).append(fact)
        for opening, group in members.items():
            for pair in self._inside(opening, group, revoked, follows):
                if pair[0] not in follows.get(pair[1], ()):
                    yield pair

    def _inside(
        self, opening: str, group: list[Fact], revoked: set[str], follows: dict[str, set[str]]
    ) -> Iterator[tuple[str, str]]:
        """Yield the links of one deprivation: its opening before all, what ends it after all but a later life."""
        if opening in self.facts:
            yield from ((opening, fact.id) for fact in group if fact.id != opening)
        for end in group:
            if end.kind not in ("released", "left-country", "died"):
                continue
            for fact in group:
                if fact.id in (opening, end.id) or fact.kind in ("left-country", "died"):
                    continue
                rival = fact.kind == "released" and fact.id not in revoked
                again = self.bounds[fact.id][0] > self.bounds[end.id][1] or fact.id in follows.get(end.id, ())
                if not rival and not (end.id in revoked and again):
                    yield fact.id, end.id

    def _take(self, before: str, after: str) -> None:
        """Follow a link if it contradicts none taken before it: it narrows days along all that hangs together."""
        if before in self.after[after]:
            return
        later = {after} | self.after[after]
        earlier = {before} | {one for one, following in self.after.items() if before in following}
        low, high = self.bounds[before][0], self.bounds[after][1]
        moved = {one: (max(self.bounds[one][0], low), self.bounds[one][1]) for one in later}
        moved.update({one: (self.bounds[one][0], min(self.bounds[one][1], high)) for one in earlier})
        if all(first <= last for first, last in moved.values()):
            self.bounds.update(moved)
            for one in earlier:
                self.after[one] |= later

    def _says(self, fact: Fact) -> set[Element]:
        """Return what is so from a fact on; nothing if it leaves that as it was."""
        if fact.kind == "release-revoked":
            return self._reopened(fact)
        value = VALUE.get(fact.kind)
        if fact.kind == "administratively-arrested" and fact.body.get("in_absentia"):
            value = None
        if "punishment" in fact.body and (fact.kind != "sentenced" or fact.body.get("custody")):
            value = fact.body["punishment"] if fact.body["punishment"] in SERVED else None
        if value is None:
            return set()
        return {(value, None if value in AT_LARGE else _deprivation(fact))}

    def _reopened(self, fact: Fact) -> set[Element]:
        """Return what a revocation brings back: what may have been the last word before the release it names."""
        release = fact.body["release"]
        past = [one for one in self.says if release in self.after[one] and fact.id in self.after[release]]
        past = [one for one in past if self.says[one]]
        found: set[Element] = set()
        for one in past:
            latest = self.bounds[one][1], self.place[one]
            if not any(o in self.after[one] or (self.bounds[o][0], self.place[o]) > latest for o in past if o != one):
                found |= {element for element in self.says[one] if element[0] not in AT_LARGE}
        return found or {("short detention", fact.body["deprivation"])}

    def _over_from(self, fact: Fact) -> int | None:
        """Return the day from which the term of a custody may be over: its own, or that of what it carries on."""
        if all(value in AT_LARGE for value, _ in self.says[fact.id]):
            return None
        if "term" in fact.body:
            return over_from(fact.body["term"], self.bounds[fact.id][0])
        if fact.kind in NEW_GROUND:
            return None
        stated = [
            (self.bounds[one.id], self.place[one.id], over_from(one.body["term"], self.bounds[one.id][0]))
            for one in self.facts.values()
            if "term" in one.body and fact.id in self.after[one.id] and _deprivation(one) == _deprivation(fact)
        ]
        return max(stated)[-1] if stated else None

    def _may_be_over(self, identifier: str, day: int) -> bool:
        """Whether a term may have ended, and no later fact of this custody proves that it went on."""
        over = self._over[identifier]
        if over is None or day < over:
            return False
        for one in self.after[identifier]:
            fact = self.facts[one]
            freed = fact.kind == "released" and _deprivation(fact) is None
            if self.bounds[one][0] > day and (freed or _deprivation(fact) == _deprivation(self.facts[identifier])):
                return False
        return True

    def on(self, day: int) -> tuple[list[str], set[Element]]:
        """Return the facts that may be the last word at the end of a day, and all that may be so then."""
        if day not in self._days:
            words = [(one, *self.bounds[one], self.place[one]) for one in self._words]
            happened = {one for one, _, high, _ in words if high <= day}
            newest = max(((low, place) for _, low, high, place in words if high <= day), default=(0, ()))
            last = [
                one
                for one, low, high, place in words
                if low <= day and newest <= (min(high, day), place) and not happened & self.after[one]
            ]
            found = {element for one in last for element in self.says[one]}
            if not happened or any(self._may_be_over(one, day) for one in last):
                found.add(FREE)
            self._days[day] = last, found
        return self._days[day]

    def over(self, day: int) -> dict[str, int]:
        """Return the deprivations that were over at the end of a day, the person living and at large."""
        last, elements = self.on(day)
        living = {"free", "outside the country"}
        ends = [e for e in last if any(v in living for v, _ in self.says[e]) or self._may_be_over(e, day)]
        found: dict[str, int] = {}
        for one in self._words if ends else ():
            low, high = self.bounds[one]
            sure = high <= day and all(value in living for value, _ in elements)
            may = any(
                one == end
                or (
                    one not in self.after[end]
                    and (low, self.place[one]) <= (min(self.bounds[end][1], day), self.place[end])
                )
                for end in ends
            )
            for value, deprivation in self.says[one]:
                if value not in AT_LARGE and deprivation and (sure or may):
                    found[deprivation] = max(found.get(deprivation, NO), CERTAINLY if sure else POSSIBLY)
        return found

    def _endings(self, facts: Sequence[Fact]) -> dict[str, list[tuple[Days, list[Days]]]]:
        """Return, per recognition, when it was withdrawn, and when each withdrawal was taken back."""
        found: dict[str, list[tuple[Days, list[Days]]]] = {}
        for fact in facts:
            if fact.kind == "recognition-withdrawn":
                back = [f for f in facts if f.kind == "recognition-restored" and f.body["withdrawal"] == fact.id]
                undone = [(one.low, one.high) for one in back]
                found.setdefault(fact.body["recognition"], []).append(((fact.low, fact.high), undone))
        return found

    def recognized(self, question: Question, deprivation: str, bodies: frozenset[str]) -> int:
        """Return whether some of these bodies recognized the person for a deprivation."""
        best = NO
        for fact, said in self._said:
            covers = fact.body.get("covers")
            if covers and self.deprivation(covers) == deprivation and bodies & said:
                best = max(best, CERTAINLY if question.variant == "hindsight" else self._holds(fact, question.day))
        return best

    def _holds(self, fact: Fact, day: int) -> int:
        made = NO if fact.low > day else POSSIBLY if fact.high > day else CERTAINLY
        for (low, high), undone in self._ends.get(fact.id, ()):
            if high <= day and all(first > day for first, _ in undone):
                return NO
            if low <= day and not any(last <= day for _, last in undone):
                made = min(made, POSSIBLY)
        return made

    def ever(self, day: int, bodies: frozenset[str]) -> int:
        """Return whether some of these bodies had recognized the person by the end of a day, whatever came of it."""
        said = [fact for fact, who in self._said if bodies & who]
        return max((NO if f.low > day else POSSIBLY if f.high > day else CERTAINLY for f in said), default=NO)


def _deprivation(fact: Fact) -> str | None:
    """Return the deprivation that a fact names, or the one that it opens."""
    if "deprivation" in fact.body:
        return str(fact.body["deprivation"])
    if fact.kind in ("released", "release-revoked", "left-country", "returned", "died"):
        return None
    return str(fact.body.get("happening", fact.id))


def _place(floor: Place, rank: int) -> Place:
    """Return the shortest beginning of ``floor`` with ``rank`` added that comes after it."""
    return next((*floor[:n], rank) for n in range(len(floor) + 1) if (*floor[:n], rank) > floor)


def _closure(links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return all that links put after each fact, through chains and circles too."""
    following: dict[str, set[str]] = {}
    for before, after in links:
        following.setdefault(before, set()).add(after)
    found: dict[str, set[str]] = {}
    for start in following:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            more = following.get(waiting.pop(), set()) - seen
            seen |= more
            waiting += more
        found[start] = seen
    return found


# ------------------------------------------------------------------------------------------------- answers


CUSTODY = {
    "short detention", "administrative arrest", "criminal detention", "custody without charge", "pre-trial custody",
    "house arrest", "colony", "prison", "short-term arrest",
}  # fmt: skip
COUNTED = {
    "held": CUSTODY | {"compulsory treatment"},
    "in-custody": CUSTODY,
    "restricted": CUSTODY | {"open-type facility", "home confinement"},
    "ever-recognized": set(),
    "former": {"free", "outside the country"},
}  # fmt: skip
"""Every definition of a count, in version 1, and the values of liberty that it counts."""


class Question(NamedTuple):
    """A day, a definition and a variant; recognition is by any body."""

    day: int
    definition: str
    variant: str


def judged(life: Life, question: Question) -> tuple[int, list[str], list[str]]:
    """Return whether a question counts somebody, for which deprivations, and by whose recognition."""
    bodies, rule = life.bodies, question.definition
    if rule == "ever-recognized":
        said = [body for body in sorted(bodies) if life.ever(question.day, frozenset({body}))]
        return life.ever(question.day, bodies), [], said
    if rule == "former":
        there = life.over(question.day)
        grades = [min(surely, life.recognized(question, one, bodies)) for one, surely in there.items()]
        holds = max(grades, default=NO)
    else:
        _, elements = life.on(question.day)
        counted = {element for element in elements if element[0] in COUNTED[rule]}
        there = dict.fromkeys((one for _, one in counted if one), CERTAINLY)
        if rule == "held":
            grades = [CERTAINLY if element in counted else NO for element in elements]
        else:
            grades = [life.recognized(question, e[1] or "", bodies) if e in counted else NO for e in elements]
        holds = CERTAINLY if set(grades) == {CERTAINLY} else POSSIBLY if any(grades) else NO
    if rule == "held":
        return holds, sorted(there), []
    found = {(one, body) for one in there for body in bodies if life.recognized(question, one, frozenset({body}))}
    return holds, sorted({one for one, _ in found}), sorted({body for _, body in found})


def digest_of(rows: Sequence[dict[str, Any]], withheld: dict[str, int]) -> str:
    """Return the digest of a state (docs/state-digest.md)."""
    lines = ["khronika/state/v1", *map(written, sorted(rows, key=lambda row: str(row["person"])))]
    return hashlib.sha256("".join(f"{x}\n" for x in [*lines, written({"withheld": withheld})]).encode()).hexdigest()


def is_complete(question: Question, found: Days, facts: Sequence[Fact]) -> bool:
    """Whether a register declares the answer complete, certain and possible as found."""
    for fact in facts:
        if fact.kind != "coverage-declared" or "window" not in fact.body:
            continue
        body = fact.body
        start, _, end = body["window"].partition("/")
        begun = start == ".." or days_of(start, OPEN_DAY)[1] <= question.day
        lasts = end == ".." or question.day <= days_of(end, OPEN_DAY)[0]
        same = (body.get("definition"), body.get("variant")) == (question.definition, question.variant)
        many = "persons" not in body or found == (body["persons"], body["persons"])
        if same and begun and lasts and many:
            return True
    return False


class Wanted(NamedTuple):
    """What an answer says, and what the events give so far."""

    name: str
    question: Question
    says: dict[str, Any]
    rows: list[dict[str, Any]]


ANSWERED: dict[str, str] = {
    "format": "text", "as_of": "text", "definition": "text", "definition_version": "number", "variant": "text",
    "rules": "number", "as_known": "object", "certain": "number", "possible": "number", "coverage": "text",
    "persons": "list", "partly": "stated", "withheld": "count", "digest": "hash",
}  # fmt: skip
DESCRIBED: dict[str, str] = {
    "format": "text", "size": "number", "leaves": "number", "root": "hash", "rules": "number",
    "disclosed": "number", "partly": "texts in order", "recorded_at": "time", "origin": "text or null",
}  # fmt: skip


def described(folder: Path, name: str, fields: dict[str, str], form: str) -> dict[str, Any]:
    """Read a file in canonical JSON and one line feed, which holds just these fields."""
    data = content(folder, name)
    says = read_json(data[:-1], name)
    if set(says) != set(fields) or says["format"] != form or says["rules"] != RULES or data[-1:] != b"\n":
        raise RefusedError(f"{name}: is nothing in the form {form} by rules {RULES}")
    for field, shape in fields.items():
        if not SHAPES[shape](says[field]):
            raise RefusedError(f"{name}: {field} is no {shape}")
    return says


def read_answers(folder: Path, files: dict[str, int], bundle: dict[str, Any]) -> list[Wanted]:
    """Read the questions that a bundle answers, and what it says."""
    names = sorted(name for name in files if name.startswith("data/answers/"))
    if len(names) > MOST_ANSWERS:
        raise RefusedError(f"data/answers: {len(names)} are more than this file checks")
    found = []
    for name in names:
        says = described(folder, name, ANSWERED, ANSWER)
        definition, variant = says["definition"], says["variant"]
        if name != f"data/answers/{says['as_of']}.{definition}.{variant}.json":
            raise RefusedError(f"{name}: is named for another question")
        if definition not in COUNTED or says["definition_version"] != 1:
            raise RefusedError(f"{name}: its definition is not known here")
        if says["as_known"] != {"size": bundle["size"], "root": bundle["root"]}:
            raise RefusedError(f"{name}: is an answer from another log or log size")
        try:
            day = date.fromisoformat(says["as_of"]).toordinal()
        except ValueError:
            raise RefusedError(f"{name}: {says['as_of']} is no day") from None
        found.append(Wanted(name, Question(day, definition, variant), says, []))
    return found


def replay(facts: Sequence[Fact], partly: set[str], answers: Sequence[Wanted]) -> None:
    """Put into each answer the rows of the persons it counts, from what stands; leave out who is disclosed in part."""
    said: dict[str, list[Fact]] = {}
    for fact in facts:
        if "person" in fact.body:
            said.setdefault(fact.body["person"], []).append(fact)
    for group in persons(facts):
        if partly.intersection(group):
            continue
        life = Life([fact for person in group for fact in said.get(person, ())])
        for answer in answers:
            holds, deprivations, bodies = judged(life, answer.question)
            if holds != NO:
                row = {
                    "person": group[0],
                    "certain": holds == CERTAINLY,
                    "deprivations": deprivations,
                    "bodies": bodies,
                }
                answer.rows.append(row)


def check_answer(answer: Wanted, facts: Sequence[Fact], partly: set[str]) -> str:
    """Check what an answer says against the events; return it as a line."""
    says, name = answer.says, answer.name
    rows = sorted(answer.rows, key=lambda row: str(row["person"]))
    if says["persons"] != rows:
        other = [row["person"] for row in rows if row not in says["persons"]]
        raise RefusedError(f"{name}: the events count others than it says, or otherwise: {' '.join(other[:3])}")
    if not partly.issuperset(one["person"] for one in says["partly"]):
        raise RefusedError(f"{name}: says that somebody's facts are disclosed in part, and data/bundle.json does not")
    if len({one["person"] for one in says["partly"]}) != len(says["partly"]):
        raise RefusedError(f"{name}: counts somebody twice")
    every = [*rows, *says["partly"]]
    certain = sum(row["certain"] for row in every) + says["withheld"]["certain"]
    possible = len(every) + says["withheld"]["possible"]
    if (certain, possible) != (says["certain"], says["possible"]) or certain > possible:
        raise RefusedError(
            f"{name}: says {says['certain']} certain, {says['possible']} possible; it is {certain}, {possible}"
        )
    extent = "complete" if is_complete(answer.question, (certain, possible), facts) else "known to us"
    if says["coverage"] != extent:
        raise RefusedError(f"{name}: says that it covers {says['coverage']!r}; the events declare {extent!r}")
    digest = digest_of(rows, says["withheld"])
    if not says["partly"] and says["digest"] != digest:
        raise RefusedError(f"{name}: the digest of the state is {digest}, not the one stated")
    line = (
        f"{says['definition']} ({says['variant']}) on {says['as_of']}: {certain} certain, {possible} possible; {extent}"
    )
    stated = len(says["partly"]) + says["withheld"]["possible"]
    if stated:
        line += f"; of these {stated} stated and not checked ({says['withheld']['possible']} withheld)"
    return line


# ------------------------------------------------------------------------------------------------- tables


FACTS = (
    "position",
    "sha256",
    "id",
    "version",
    "type",
    "person",
    "occurred",
    "recorded_at",
    "recorded_by",
    "register",
    "key",
)
COUNTS = ("as_of", "definition", "variant", "certain", "possible", "coverage")
ANSWERS = (*COUNTS, "withheld_certain", "withheld_possible", "partly", "digest")


class Table:
    """A table that must hold exactly the rows it is given, one after another."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name, self._file = name, (folder / name).open(encoding="utf-8", errors="replace", newline="")

    def __enter__(self) -> Callable[..., None]:
        """Return what reads the next row."""
        return self._row

    def __exit__(self, kind: object, *_: object) -> None:
        """Read the end, unless something is wrong already."""
        with self._file:
            if kind is None and self._file.read(1):
                raise RefusedError(f"{self._name}: has more rows than it is a table of")

    def _row(self, *values: object) -> None:
        """Read the next row; a text that a spreadsheet would take for a formula stands after an apostrophe."""
        texts = ["" if value is None else str(value) for value in values]
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(
            f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text for text in texts
        )
        if self._file.read(len(line.getvalue())) != line.getvalue():
            raise RefusedError(f"{self._name}: its row on {texts[0]} is not what it is a table of")


def event_row(position: int, data: bytes, event: dict[str, Any]) -> list[object]:
    """Return the row of an event."""
    said = event["body"] if event["type"] == "khronika:corrected" else event
    told = [event["id"], event["v"], event["type"], said.get("person"), said.get("occurred")]
    how = [event.get(name) for name in ("recorded_at", "recorded_by", "register", "key")]
    return [position, hashlib.sha256(data).hexdigest(), *told, *how]


def answer_row(says: dict[str, Any]) -> list[object]:
    """Return the row of an answer."""
    withheld = says["withheld"]
    stated = [withheld["certain"], withheld["possible"], len(says["partly"])]
    return [*(says[name] for name in COUNTS), *stated, says["digest"]]


# ------------------------------------------------------------------------------------------------- beside the log


def check_beside(folder: Path, files: dict[str, int], captured: set[str]) -> list[str]:
    """Check copies of sources, and that each time stamp is of a checkpoint that is here; return what is to be said."""
    copies = sorted(name for name in files if name.startswith("data/copies/"))
    for name in copies:
        if Path(name).name not in captured:
            raise RefusedError(f"{name}: no disclosed event says that it is a copy of a source")
        if digests(folder / name)["sha256"].hex() != Path(name).name:
            raise RefusedError(f"{name}: its bytes have another digest than its name")
    stamps = sorted(name for name in files if name.startswith("data/timestamps/"))
    for name in stamps:
        if f"data/checkpoints/{Path(name).name.split('.')[0]}.txt" not in files:
            raise RefusedError(f"{name}: is of a checkpoint that is not here")
    said = [f"Copies of sources: {len(copies)}, each with the digest that an event states."] if copies else []
    return said + ([f"Time stamps: {len(stamps)}, not checked here: openssl ts -verify checks them."] if stamps else [])


# ------------------------------------------------------------------------------------------------- the bundle


def check(folder: Path, key: Key | None, say: Callable[[str], None]) -> int:
    """Check a bundle; raise `RefusedError` if something does not hold, else return the code to end with."""
    files = files_of(folder)
    check_bag(folder, files)
    say(f"Files: {len(files)}, each with the SHA-256 and SHA-512 that the manifests say.")
    bundle = described(folder, "data/bundle.json", DESCRIBED, FORMAT)
    roots = check_leaves(folder, files, bundle)
    hidden = bundle["size"] - bundle["disclosed"]
    say(f"Log size: {bundle['size']}, root {bundle['root']}.")
    say(f"Events: {bundle['disclosed']}, each with the digest of its leaf; {hidden} more are leaves alone.")
    log = Log()
    with Table(folder, "data/facts.csv") as row_is:
        row_is(*FACTS)
        for position in sorted(int(Path(name).stem) for name in files if name.startswith("data/events/")):
            name = f"data/events/{position}.json"
            data = content(folder, name, MOST_EVENT)
            row_is(*event_row(position, data, log.read(data, position)))
    if log.time > bundle["recorded_at"] or (
        log.time != bundle["recorded_at"] and f"data/events/{bundle['size']}.json" in files
    ):
        raise RefusedError(f"data/bundle.json: the last event was recorded at {log.time}")
    answers, facts = read_answers(folder, files, bundle), log.standing()
    replay(facts, set(bundle["partly"]), answers)
    lines = [check_answer(one, facts, set(bundle["partly"])) for one in answers]
    with Table(folder, "data/answers.csv") as row_is:
        row_is(*ANSWERS)
        for one in answers:
            row_is(*answer_row(one.says))
    say(f"Answers: {len(lines)}, each counted again from the events.")
    for line in lines:
        say(f"  {line}")
    for line in check_beside(folder, files, log.copies):
        say(line)
    code, line = check_checkpoints(folder, bundle, roots, log.rotations, key)
    say(line)
    if code == 0 and key is None:
        say("  The bundle cannot prove that this is the key of its origin: compare it with the one that is published.")
    return code


def main(arguments: Sequence[str]) -> int:
    """Run."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description="Check a bundle of Khronika.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", help="the key that must have signed, as its owner publishes it: name+id+key")
    asked = parser.parse_args(arguments)
    try:
        key = Key.read(asked.key) if asked.key else None
    except ValueError as error:
        parser.error(f"--key {error}")
    try:
        code = check(asked.folder, key, print)
    except RefusedError as error:
        print(f"NOT ACCEPTED. {error}")
        return 1
    except OSError as error:
        print(f"NOT ACCEPTED. {error.filename}: cannot be read ({error.strerror})")
        return 1
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
        print(f"NOT ACCEPTED. It is made as no bundle is ({type(error).__name__}).")
        return 1
    print("ACCEPTED." if code == 0 else "NOTHING IS WRONG, but not everything could be checked.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
