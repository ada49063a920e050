"""What was learnt before, a scale or a preference, is taken up again or gone back from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from etudes.cli.console import print_json, say
from etudes.errors import InvalidValue, UnknownName

if TYPE_CHECKING:
    from etudes.store import Store
    from etudes.store.learnt import Kind, Learnt

NOT_ADOPTED = 3
"""The exit code where what was learnt was to be adopted and the evidence is not enough."""

_COMMANDS: dict[str, str] = {"scale": "etudes calibrate", "preference": "etudes prefer"}
_LISTS: dict[str, str] = {
    "scale": "etudes levels --version",
    "preference": "etudes prefer --version",
}


def check_alone(alone: Mapping[str, bool], *, is_learning: bool) -> None:
    """Check that an option that has nothing to do with learning stands alone.

    Parameters
    ----------
    alone : whether each option of this kind was asked for, by its name.
    is_learning : whether anything else was, a session or to adopt.

    Raises
    ------
    InvalidValue
        If one was asked for with another, or with anything else.

    Examples
    --------
    >>> check_alone({"--back": False, "--take-up": True}, is_learning=False)
    """
    asked = [name for name, is_asked in alone.items() if is_asked]
    if len(asked) + is_learning > 1:
        raise InvalidValue(
            f"{asked[0]} was expected alone: nothing is learnt with it, and no session "
            "asked"
        )


def checked_database(database: Path) -> Path:
    """Return the store that is to be learnt from.

    Raises
    ------
    InvalidValue
        If it is not there.
    """
    if not database.exists():
        raise InvalidValue(
            f"a store with rating sessions was expected, and {database} is not there; name "
            "it with --db"
        )
    return database


def asked_sessions(store: "Store", sessions: Sequence[str]) -> list[str]:
    """Return the sessions to learn from, each once; all where none is named."""
    from etudes.rating.ledger import listed_sessions

    codes = list(sessions) or sorted(one.code for one in listed_sessions(store))
    return list(dict.fromkeys(codes))


def take_up(
    kind: "Kind", name: str, database: Path, *, as_json: bool = False, quiet: bool = False
) -> None:
    """Use what was learnt before again.

    Parameters
    ----------
    name : its number, as versions are listed, or its digest or the beginning of that.

    Raises
    ------
    UnknownName
        If there is none, or more than one.
    """
    from etudes.store import Store
    from etudes.store.learnt import adopt, adopted

    with Store.open(checked_database(database)) as store:
        found, before = _found(store, kind, name), adopted(store, kind)
        _check_readable(kind, found.content)
        if before is None or before.digest != found.digest:
            adopt(store, kind, found.digest)
    if as_json:
        print_json({"adopted": found.digest, "before": before.digest if before else None})
        return
    say(
        f"{kind} {found.digest} is in use from now on; back with: {_COMMANDS[kind]} --back",
        quiet=quiet,
    )


def _found(store: "Store", kind: "Kind", name: str) -> "Learnt":
    from etudes.store.learnt import all_learnt, learnt_as

    known = all_learnt(store, kind)
    numbered = {str(number): one for number, one in enumerate(known, start=1)}
    if name in numbered:  # a digest may begin with digits, too
        return numbered[name]
    try:
        return learnt_as(store, kind, name)
    except UnknownName as error:
        raise UnknownName(
            f"{error}; by number there are {len(known)} ('{_LISTS[kind]}' lists them)"
        ) from error


def _check_readable(kind: "Kind", content: str) -> None:
    from etudes.difficulty import scale_from_json
    from etudes.item.preference import preference_from_json

    (scale_from_json if kind == "scale" else preference_from_json)(content)


def go_back(kind: "Kind", database: Path, *, as_json: bool, quiet: bool) -> None:
    """Use what the program brings again: its own scale, and no preference."""
    from etudes.store import Store
    from etudes.store.learnt import adopt, adopted

    is_scale = kind == "scale"
    with Store.open(checked_database(database)) as store:
        before = adopted(store, kind)
        if before is not None:
            adopt(store, kind, None)
    if as_json:
        print_json({"adopted": None, "before": before.digest if before else None})
    elif before is None:
        nothing = "the program's own scale is in use already"
        say(nothing if is_scale else "no preference is in use", quiet=quiet)
    else:
        back = "back to the program's own scale"
        say(
            f"{back if is_scale else 'make chooses by no preference'}; {before.digest} is "
            f"kept, and what was made with it can be made again; to use it again: "
            f"{_COMMANDS[kind]} --take-up {before.digest}",
            quiet=quiet,
        )


def told_aside(count: int) -> str:
    """Return in words that nothing was learnt from so many raters."""
    raters = "1 rater whom the session's report leaves out is"
    if count > 1:
        raters = f"{count} raters whom their sessions' reports leave out are"
    return f"{raters} left out here, too (etudes report)."
