"""`etudes prefer`: what teachers like in plain words, and `make` chooses by it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from etudes.cli.console import print_json, print_line, say
from etudes.errors import InvalidValue
from etudes.item.preference import Preference, Weighed, preference_to_json
from etudes.paths import database_path
from etudes.rating.learning.preference import Finding, learn
from etudes.rating.learning.preferred import preferred
from etudes.rating.ledger import listed_sessions
from etudes.store import Store
from etudes.store.learnt import adopt, adopted, save_learnt

NOT_ADOPTED = 3
"""The exit code where a preference was to be adopted and the evidence is not enough."""

_SEED = 1
"""Deals what is left out and what is shuffled: the same ratings always say the same."""


def prefer(
    sessions: Sequence[str],
    database: Path | None,
    *,
    is_to_adopt: bool = False,
    is_back: bool = False,
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Learn what teachers prefer, tell it, and return the exit code.

    Parameters
    ----------
    sessions : codes of rating sessions; none are all of the store.
    is_to_adopt : `make` chooses by it from now on, if the evidence is enough.
    is_back : `make` goes back to choosing by none; nothing is learnt.

    Raises
    ------
    InvalidValue
        If there is no store, or `is_back` is asked for with anything else.
    UnknownName
        If there is no such session.
    """
    database = database or database_path()
    if is_back and (sessions or is_to_adopt):
        raise InvalidValue(
            "--back was expected alone: make then chooses by no preference, whatever was "
            "learnt"
        )
    if not database.exists():
        raise InvalidValue(
            f"a store with rating sessions was expected, and {database} is not there; name "
            "it with --db"
        )
    if is_back:
        return _back(database, as_json=as_json, quiet=quiet)
    with Store.open(database) as store:
        codes = list(sessions) or sorted(one.code for one in listed_sessions(store))
        found = learn(*preferred(store, dict.fromkeys(codes)), np.random.default_rng(_SEED))
        learnt = found.preference
        if learnt is not None and is_to_adopt:
            with store.transaction():
                content = preference_to_json(learnt)
                adopt(store, "preference", save_learnt(store, "preference", content))
    if as_json:
        print_json(_as_data(found, is_adopted=is_to_adopt and learnt is not None))
    else:
        for line in told(found):
            print_line(line)
        say(_outcome(found, learnt, is_to_adopt), quiet=quiet)
    return NOT_ADOPTED if is_to_adopt and learnt is None else 0


def told(found: Finding) -> Iterator[str]:
    """Yield what was found in plain words, a line each, what is surest of a sign first."""
    evidence = found.evidence
    yield (
        f"{evidence.ratings} ratings and {evidence.pairs} pairs of {evidence.items} pieces "
        f"that a model made, by {evidence.raters} raters "
        f"({', '.join(evidence.sessions) or 'no session'})"
    )
    if not found.weights:
        return
    sure = sorted(filter(_is_sure, found.weights), key=lambda one: -abs(one.weight))
    yield ""
    if sure:
        yield "Teachers prefer, all else equal, by as much as candidates usually differ:"
    for one in sure:
        yield f"  more {in_words(one)}"
    others = len(found.weights) - len(sure)
    if others:
        traits = "trait" if others == 1 else "traits"
        yield f"Of {others} {traits} it is not sure whether they please or not."
    yield (
        f"What was left out is foretold with a correlation of {evidence.held_out:.2f}; of "
        f"shuffled pieces {evidence.chance:.1%} are foretold as well."
    )


def in_words(one: Weighed) -> str:
    """Return a weight as "bars that return: +0.3 of 7 points [0.1, 0.5]"."""
    low, high = one.interval
    words = f"{one.trait.words}: {one.weight:+.2f} of 7 points [{low:+.2f}, {high:+.2f}]"
    return words.replace("-", "−") if one.weight < 0 or low < 0 else words


def _is_sure(one: Weighed) -> bool:
    low, high = one.interval
    return low > 0 or high < 0


def _back(database: Path, *, as_json: bool, quiet: bool) -> int:
    with Store.open(database) as store:
        before = adopted(store, "preference")
        if before is not None:
            adopt(store, "preference", None)
    if as_json:
        print_json({"adopted": None, "before": before.digest if before else None})
    elif before is None:
        say("no preference is in use", quiet=quiet)
    else:
        say(
            f"make chooses by no preference; {before.digest[:8]} is kept, and what was "
            "made with it can be made again",
            quiet=quiet,
        )
    return 0


def _outcome(found: Finding, learnt: Preference | None, is_to_adopt: bool) -> str:
    """Return what became of the preference, in a line."""
    if learnt is None:
        return f"not adopted: {found.refusal}"
    if is_to_adopt:
        return (
            f"make chooses by preference {learnt.digest[:8]} from now on; not once with "
            "--no-preference, never again with: etudes prefer --back"
        )
    return "nothing was changed; to let make choose by it: etudes prefer --adopt"


def _as_data(found: Finding, *, is_adopted: bool) -> dict[str, Any]:
    evidence = found.evidence
    return {
        "digest": found.preference.digest if found.preference else None,
        "adopted": is_adopted,
        "refusal": found.refusal or None,
        "sessions": list(evidence.sessions),
        "raters": evidence.raters,
        "items": evidence.items,
        "ratings": evidence.ratings,
        "pairs": evidence.pairs,
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
