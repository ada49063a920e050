"""`etudes session new`: a study planned, agreed to, made and kept."""

import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etudes.cli import session_plan
from etudes.cli.asked import parse_focus
from etudes.cli.console import print_json, print_line, say
from etudes.cli.learnt import adopted_preference, adopted_scale
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.rating import ledger
from etudes.rating.session import Session
from etudes.store import Store
from etudes.tables import instrument
from etudes.tables.styles import style
from etudes.theory import Key, TimeSignature

if TYPE_CHECKING:
    from etudes.rating.study.design import Design
    from etudes.rating.study.stimuli import Learnt
    from etudes.runtime import Runtime

_EXAMPLE = "etudes session new --level 3 --instrument violin --raters 5"
_LONGEST_TITLE = 120
_OF_CELLS = ("level", "instrument", "measures", "style", "focus", "key", "time")
_SHARES = ("controls", "baseline", "repeats")
_SIMULATION = 1
"""The seed of the simulation: the same design has the same plan."""


def new(
    asked: Mapping[str, Any],
    *,
    title: str | None,
    model: str | None,
    only_plan: bool,
    yes: bool,
    database: Path | None,
    as_json: bool,
    quiet: bool,
    is_by_preference: bool = False,
) -> None:
    """Print the plan of a study and, if that is agreed to, make and keep it.

    Parameters
    ----------
    asked : levels, instruments, style, focuses, key and time as texts, numbers as of
        `Design`; None is the usual.
    is_by_preference : whether the preference in use chooses among a model's candidates.
    """
    import numpy as np

    from etudes.rating.study.plan import planned

    database = database or database_path()
    runtimes = _runtimes(model)
    learnt = _learnt(database, runtimes.values(), is_by_preference)
    design = _design(asked, tuple(runtimes), learnt)
    title = _title(title, design)
    plan = planned(design, np.random.default_rng(_SIMULATION))
    if as_json and only_plan:
        print_json(session_plan.summary(plan))
        return
    if not as_json and (only_plan or not (quiet and yes)):
        session_plan.show(plan)
    if only_plan or not (yes or session_plan.is_agreed()):
        return
    with Store.open(database) as store:  # before anything is made
        made = _kept(store, design, title, runtimes, learnt, quiet)
    if as_json:
        print_json(session_plan.summary(plan) | {"session": made.code})
        return
    print_line(made.code)
    say(
        f"Kept as session {made.code}. Next: etudes session invite {made.code}; "
        f"etudes serve --session {made.code}; or at this terminal: etudes rate "
        f"--session {made.code} --rater R1",
        quiet=quiet,
    )


def _runtimes(model: str | None) -> "dict[str, Runtime]":
    """Return the models by names that differ from each other and from other systems."""
    from etudes.item.make import load_runtime
    from etudes.rating.study.design import BASELINE, HUMAN

    asked = [part.strip() for part in model.split(",")] if model else [None]
    loaded = [load_runtime(name or None) for name in asked]
    digests = [one.model.digest for one in loaded]
    if len(set(digests)) < len(digests):
        raise InvalidValue(f"different models were expected, and two of '{model}' are one")
    found: dict[str, Runtime] = {}
    for runtime in loaded:
        name = runtime.model.name
        same = sum(one.model.name == name for one in loaded)
        if same > 1 or name in (HUMAN, BASELINE, "anchor"):
            name = f"{name} {runtime.model.digest[:6]}"
        found[name] = runtime
    return found


def _learnt(
    database: Path, runtimes: Iterable["Runtime"], is_by_preference: bool
) -> "Learnt":
    """Return the scale that `make` would measure by, and the preference if asked for."""
    from etudes.rating.study.stimuli import Learnt

    preference = adopted_preference(database) if is_by_preference else None
    if is_by_preference and preference is None:
        raise InvalidValue(
            f"a preference that is in use was expected, and {database} has none; adopt one "
            "(etudes prefer --adopt), or leave out --with-preference"
        )
    for runtime in runtimes:
        told = preference and preference.evidence.models
        if preference and told and not preference.is_for(runtime.model.digest):
            raise InvalidValue(
                f"a preference learnt from pieces of {runtime.model.name} was expected, "
                "and the one in use was learnt from another model's; leave out "
                "--with-preference"
            )
    return Learnt(adopted_scale(database), preference)


def _design(
    asked: Mapping[str, Any], models: tuple[str, ...], learnt: "Learnt"
) -> "Design":
    from etudes.rating.study.design import Design
    from etudes.rating.study.made import Cell

    if not asked["level"] or not asked["instrument"]:
        raise InvalidValue(
            f"a level and an instrument were expected, for example: {_EXAMPLE}"
        )
    players = [instrument(part.strip()).name for part in asked["instrument"].split(",")]
    kind = _kind(asked)
    cells = tuple(
        Cell(level, player, asked["measures"], **kind)
        for level in _levels(asked["level"])
        for player in dict.fromkeys(players)
    )
    for cell in cells:
        cell.check_possible()
    seed = secrets.randbelow(1_000_000) if asked["seed"] is None else asked["seed"]
    given: dict[str, Any] = {
        name: _share(name, value) if name in _SHARES else value
        for name, value in asked.items()
        if name not in (*_OF_CELLS, "seed") and value is not None
    }
    scale, preference = learnt.digests
    return Design.usual(
        cells, models, seed=seed, scale=scale, preference=preference, **given
    )


def _share(name: str, text: str) -> float:
    """Return a share of a text such as "0.15" or "15%".

    Examples
    --------
    >>> _share("controls", "0.15"), _share("controls", "15 %")
    (0.15, 0.15)
    """
    plain = text.strip().removesuffix("%").rstrip()
    try:
        value = float(plain)
    except ValueError:
        raise InvalidValue(
            f"--{name}: a share such as 0.15 or 15% was expected, not '{text[:40]}'"
        ) from None
    return value / 100 if "%" in text else value


def _kind(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what all pieces are asked to be besides level, instrument and length."""
    named, key, time = (asked.get(name) for name in ("style", "key", "time"))
    return {
        "style": None if named is None else style(named).name,
        "focus": parse_focus(asked.get("focus")),
        "key": None if key is None else Key.parse(key),
        "time_signature": None if time is None else TimeSignature.parse(time),
    }


def _levels(text: str) -> list[int]:
    """Return levels of a text such as "2-4,6".

    Examples
    --------
    >>> _levels("2-4,6")
    [2, 3, 4, 6]
    """
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or len(part) > 9:
            raise InvalidValue(
                f"levels such as 3 or 2-4,6 were expected, not '{text[:40]}'"
            )
        ends = int(first), int(last or first)
        if not 1 <= ends[0] <= ends[1] <= 8:
            raise InvalidValue(f"levels from 1 to 8, upwards, were expected, not '{part}'")
        found += range(ends[0], ends[1] + 1)
    return list(dict.fromkeys(found))


def _title(title: str | None, design: "Design") -> str:
    from etudes.rating.study.title import usual_title

    plain = " ".join((title or "").split())
    if len(plain) > _LONGEST_TITLE:
        raise InvalidValue(
            f"a title of at most {_LONGEST_TITLE} characters was expected, not {len(plain)}"
        )
    told = [
        name
        for name in (*design.systems, "anchor")
        if re.search(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", plain)
    ]
    if told:
        raise InvalidValue(
            f"a title that tells raters nothing was expected, and '{told[0]}' is in it"
        )
    return plain or usual_title(design)


def _kept(
    store: Store,
    design: "Design",
    title: str,
    runtimes: "Mapping[str, Runtime]",
    learnt: "Learnt",
    quiet: bool,
) -> Session:
    """Make a session, all of it, and then keep it at once."""
    from etudes.rating.study.making import prepared

    made = prepared(
        design, title, runtimes, learnt, tell=lambda words: say(words, quiet=quiet)
    )
    ledger.save_session(store, made.session, made.shown, made.requests)
    return made.session
