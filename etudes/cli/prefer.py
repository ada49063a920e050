"""`etudes prefer`: what teachers like in plain words, and `make` chooses by it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from etudes.cli import preference_versions
from etudes.cli.console import print_json, print_line, say
from etudes.cli.taking_up import (
    NOT_ADOPTED,
    asked_sessions,
    check_alone,
    checked_database,
    go_back,
    take_up,
    told_aside,
)
from etudes.item.preference import Weighed, preference_to_json
from etudes.paths import database_path
from etudes.rating.learning.advice import advised
from etudes.rating.learning.left_aside import left_aside
from etudes.rating.learning.made_up import made_up_sessions, why_not_learnt
from etudes.rating.learning.preference import Finding, learn
from etudes.rating.learning.preferred import preferred
from etudes.store import Store
from etudes.store.learnt import is_in_use, save_and_adopt

_SEED = 1
"""Deals what is left out and what is shuffled: the same ratings always say the same."""


def prefer(
    sessions: Sequence[str],
    database: Path | None,
    *,
    is_to_adopt: bool = False,
    is_back: bool = False,
    taken_up: str | None = None,
    is_listed: bool = False,
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Learn what teachers prefer, tell it, and return the exit code.

    Parameters
    ----------
    sessions : codes of rating sessions; none are all of the store.
    is_to_adopt : `make` chooses by it from now on, if the evidence is enough.
    is_back : `make` goes back to choosing by none; nothing is learnt.
    taken_up : the number or digest of one that was learnt before; it is used again.
    is_listed : lists what was learnt before.

    Raises
    ------
    InvalidValue
        If there is no store, or two of these are asked for that exclude each other.
    UnknownName
        If there is no such session, or nothing was learnt under `taken_up`.
    """
    database = database or database_path()
    check_alone(
        {"--back": is_back, "--take-up": taken_up is not None, "--version": is_listed},
        is_learning=bool(sessions or is_to_adopt),
    )
    if is_listed:
        preference_versions.list_versions(database, as_json=as_json)
        return 0
    if is_back:
        go_back("preference", database, as_json=as_json, quiet=quiet)
        return 0
    if taken_up is not None:
        take_up("preference", taken_up, database, as_json=as_json, quiet=quiet)
        return 0
    return _learn(database, sessions, is_to_adopt, as_json=as_json, quiet=quiet)


def _learn(
    database: Path,
    sessions: Sequence[str],
    is_to_adopt: bool,
    *,
    as_json: bool,
    quiet: bool,
) -> int:
    with Store.open(checked_database(database)) as store:
        codes = asked_sessions(store, sessions)
        aside = left_aside(store, codes)
        found = learn(*preferred(store, codes, aside), np.random.default_rng(_SEED))
        if made_up := made_up_sessions(store, codes):
            found = replace(found, refusal=why_not_learnt(made_up))
        learnt = found.preference
        if learnt is not None and is_to_adopt:
            save_and_adopt(store, "preference", preference_to_json(learnt))
        is_used = learnt is not None and is_in_use(store, "preference", learnt.digest)
    if as_json:
        is_adopted = is_to_adopt and learnt is not None
        print_json(_as_data(found, aside, made_up, is_adopted=is_adopted))
    elif not quiet:
        for line in told(found, codes, len(aside), is_made_up=bool(made_up)):
            print_line(line)
        say(_outcome(found, is_to_adopt, is_used))
    return NOT_ADOPTED if is_to_adopt and learnt is None else 0


def told(
    found: Finding,
    asked: Sequence[str] = (),
    aside: int = 0,
    *,
    is_made_up: bool = False,
) -> Iterator[str]:
    """Yield what was found in plain words, a line each, what is strongest first. Of what
    may not be adopted no trait is told: it may be chance.

    Parameters
    ----------
    asked : codes of the sessions that were to be learnt from.
    aside : how many raters were left out.
    is_made_up : whether raters were made up, of whose number no advice is counted.
    """
    evidence = found.evidence
    if aside:
        yield told_aside(aside)
    if not evidence.sessions:
        yield _nobody(asked, "nobody else" if aside else "nobody")
    else:
        yield (
            f"{evidence.ratings} ratings and {evidence.pairs} pairs of {evidence.items} "
            f"pieces that a model made, by {evidence.raters} raters "
            f"({', '.join(evidence.sessions)})"
        )
    if found.refusal:
        yield f"What teachers prefer is not known: {found.refusal}."
        if not is_made_up:
            yield advised(evidence)
        return
    yield ""
    sure = sorted(filter(_is_sure, found.weights), key=lambda one: -abs(one.weight))
    if sure:
        yield "Teachers prefer, all else equal, by as much as candidates usually differ:"
    for one in sure:
        yield f"  {in_words(one)}"
    looked_at, others = len(found.weights), len(found.weights) - len(sure)
    yield (
        f"{looked_at} traits were looked at; of {others} it is not sure whether they "
        "please or not."
    )
    yield (
        f"What was left out is foretold with a correlation of {evidence.held_out:.2f}; of "
        f"shuffled pieces {evidence.chance:.1%} are foretold as well."
    )


def _nobody(asked: Sequence[str], nobody: str) -> str:
    if not asked:
        return "there is no session yet"
    return f"{nobody} has rated a piece that a model made in {', '.join(asked)} yet"


def in_words(one: Weighed) -> str:
    """Return a weight as "more of bars that return: +0.30 of 7 points [+0.10, +0.50]"; of
    what displeases, what less of it gains."""
    low, high = one.interval
    more, weight = "more", one.weight
    if weight < 0:
        more, weight, low, high = "less", -weight, -high, -low
    ends = f"[{low:+.2f}, {high:+.2f}]".replace("-", "−")
    return f"{more} of {one.trait.words}: {weight:+.2f} of 7 points {ends}"


def _is_sure(one: Weighed) -> bool:
    low, high = one.interval
    return low > 0 or high < 0


def _outcome(found: Finding, is_to_adopt: bool, is_used: bool) -> str:
    """Return what became of the preference, in a line."""
    learnt = found.preference
    if learnt is None:
        return f"not adopted: {found.refusal}" if is_to_adopt else "nothing was changed"
    if is_to_adopt:
        return (
            f"make chooses by preference {learnt.digest} from now on; for one page "
            "without: make --no-preference, for good: etudes prefer --back"
        )
    if is_used:
        return f"nothing was changed; make chooses by this preference, {learnt.digest}"
    return "nothing was changed; to let make choose by it: etudes prefer --adopt"


def _as_data(
    found: Finding, aside: Collection[str], made_up: Sequence[str], *, is_adopted: bool
) -> dict[str, Any]:
    evidence = found.evidence
    return {
        "digest": found.preference.digest if found.preference else None,
        "adopted": is_adopted,
        "refusal": found.refusal or None,
        "advice": advised(evidence) if found.refusal and not made_up else None,
        "sessions": list(evidence.sessions),
        "raters": evidence.raters,
        "items": evidence.items,
        "ratings": evidence.ratings,
        "pairs": evidence.pairs,
        "models": list(evidence.models),
        "left_out": sorted(aside),
        "made_up": list(made_up),
        "ridge": evidence.ridge,
        "held_out": evidence.held_out,
        "chance": evidence.chance,
        "weights": {
            one.trait.name: {
                "words": one.trait.words,
                "weight": one.weight,
                "interval": list(one.interval),
                "spread": one.trait.spread,
            }
            for one in found.weights
        },
    }
