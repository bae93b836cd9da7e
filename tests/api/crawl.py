"""Goes through every door there is: routes and commands are asked of the application, not listed here.

A door with a parameter that has no values here fails the crawl: give it some, the forbidden ones included.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import click
from fastapi.routing import APIRoute

from api.app import described
from api.cli.main import khronika
from api.cursor import Cursor
from api.web import about, charts, forms, pages, search
from api.web.view import LANGUAGE, MORE, NAMES

COMMANDS = {
    name: command
    for name in khronika.list_commands(click.Context(khronika))
    if (command := khronika.get_command(click.Context(khronika), name))
}
"""Every command, imported."""
Values = Mapping[str, Sequence[str]]
POSTS: dict[str, list[dict[str, str]]] = {
    "/v1/people/search": [
        {"name": name} for name in ("Quexzil Canaryname", "Canaryname", "Shown", "Quexzil by mistake")
    ]
}
"""The bodies with which each address that takes POST is asked."""
PAGES = tuple(route for room in (pages, about, charts, search, forms) for route in room.router.routes)
FOR_PARTNERS = {"/v1/events"}
"""Addresses that give withheld people too, to whoever shows a token; nobody else is given anything."""
WITHIN = ("by", "group")
WRITING = {
    *("load", "correct", "retract", "reinstate", "judge", "withhold", "disclose"),
    *("key", "checkpoint", "receipt"),
    *("bundle",),
    *("export", "snapshot"),
    *("import", "review", "retract-import"),
    *("archive", "custody", "timestamp"),
    *("mirror", "watch"),
    *("migrate", "copy", "project", "rebuild", "serve", "openapi", "completion"),
}
"""Commands that record, sign or keep the house; the last two need no database."""


def routes() -> set[str]:
    """Return the address of each route that is read."""
    documented = {path for path, methods in described().openapi()["paths"].items() if "get" in methods}
    return documented | {route.path for route in _routes(PAGES)}


def addresses(values: Values) -> Iterator[tuple[str, str]]:
    """Yield routes and addresses: every value of every parameter, at every basis; pages and errors too."""
    for path, methods in described().openapi()["paths"].items():
        assert set(methods) - {"get"} <= ({"post"} if path in POSTS else set()), f"say in POSTS how {path} is asked"
        if "get" in methods:
            yield from _asked(path, methods["get"].get("parameters", []), values)
    for route in _routes(PAGES):
        named = [*_names(route), *MORE.get(route.path, ())] + [LANGUAGE] * (route not in forms.router.routes)
        given = [{"name": name, "in": "query", "required": False} for name in named]
        given += [{"name": "identifier", "in": "path", "required": True}] * ("{" in route.path)
        yield from _asked(route.path, given, values)


def _names(route: APIRoute) -> Sequence[str]:
    """Return what a page is asked. A form is asked less: it is made of what /v1 returns, which is asked everything."""
    if route not in forms.router.routes or route.path.startswith(("/prisoners", "/bridge", "/overview")):
        return NAMES
    return () if "{" in route.path else ("as_of", "as_known")


def commands(values: Values) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands that read, with every value of every parameter, as text and as JSON."""
    for name, command in COMMANDS.items():
        if name in WRITING:
            continue
        # What takes any number of arguments takes them to refuse them.
        arguments = [one for one in command.params if isinstance(one, click.Argument) and one.nargs == 1]
        options = {one.opts[0]: one for one in command.params if isinstance(one, click.Option)}
        flags = [flag for flag, one in options.items() if one.is_flag]
        valued = {flag: str(one.name) for flag, one in options.items() if not one.is_flag}
        for places in itertools.product(*(_of(values, str(one.name)) for one in arguments)):
            for extra in _each(valued, values):
                if (
                    places
                    and extra
                    and extra[0] != "--as-known"
                    and not (len(extra) == 2 and _of_people(places, values))
                ):
                    continue
                for flag in ([], *([one] for one in flags)):
                    yield name, [name, *places, *extra, *flag]


def _each(valued: Mapping[str, str], values: Values) -> Iterator[list[str]]:
    """Yield options: none, each value of each, and each at every basis."""
    sizes = [[flag, size] for flag, name in valued.items() if name == "as_known" for size in _of(values, name)]
    others = [[flag, one] for flag, name in valued.items() if name != "as_known" for one in _of(values, name)]
    if "--group" in valued:
        others += [["--by", by, "--group", group] for by, group in _groups(values)]
    yield []
    yield from sizes
    for other in others:
        yield other
        yield from ([*other, *size] for size in sizes[:1])


def _asked(path: str, given: Iterable[Mapping[str, Any]], values: Values) -> Iterator[tuple[str, str]]:
    needed = [one["name"] for one in given if one["required"] and one["in"] == "query"]
    optional = [one["name"] for one in given if not one["required"]]
    in_path = [one["name"] for one in given if one["in"] == "path"]
    sizes = [None, *(_of(values, "as_known") if "as_known" in optional else ())]
    everything = [{}, *({name: one} for name in optional if name != "as_known" for one in _of(values, name))]
    if "group" in optional:
        everything += [dict(zip(WITHIN, one, strict=True)) for one in _groups(values)]
    for places in itertools.product(*(_of(values, name) for name in in_path)):
        address = path.format(**dict(zip(in_path, places, strict=True)))
        yield path, f"{address}?nonsense=1"
        extras = everything if not places or _of_people(places, values) else [{}]
        for wanted in itertools.product(*(_of(values, name) for name in needed)):
            asked = dict(zip(needed, wanted, strict=True))
            for extra, size in itertools.product(extras, sizes):
                # What has an identifier is asked for often enough without every pair of parameters.
                if not (size and extra and (in_path or extra.keys() & {"cursor", "group"})):
                    query = urlencode(asked | extra | ({"as_known": size} if size else {}))
                    yield path, f"{address}?{query}" if query else address


def _groups(values: Values) -> list[tuple[str, str]]:
    """Return what is asked together: by what a list is narrowed, and to a group of it, in turn."""
    return list(zip(_of(values, "by"), _of(values, "group"), strict=True))


def _of_people(places: Iterable[str], values: Values) -> bool:
    """Whether an address is a person's: of other identifiers parameters but `as_known` change links alone."""
    return not set(_of(values, "after")).isdisjoint(places)


def _of(values: Values, name: str) -> Sequence[str]:
    assert name in values, f"give the crawl values for {name!r}, forbidden ones included"
    return values[name]


def _routes(found: Iterable[Any]) -> list[APIRoute]:
    return [route for route in found if isinstance(route, APIRoute) and "GET" in (route.methods or ())]


def reading() -> set[str]:
    """Return the commands that read."""
    return set(COMMANDS) - WRITING


def cursor_of(fields: Sequence[object]) -> str:
    """Write a cursor with these fields, whatever the list would give."""
    return Cursor(*fields).format()  # type: ignore[arg-type]  # the caller's
