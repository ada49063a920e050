"""`etudes session try`: a copy of the store in which raters made up answer a session."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from etudes.cli.console import print_line, say
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.rating.ledger import session_of
from etudes.store import Store

if TYPE_CHECKING:
    import numpy as np

    from etudes.rating.session import Session
    from etudes.rating.simulated import SimulatedRater

_WORTH = {"model": 4.3, "human": 4.8, "baseline": 3.0}
"""Points of 1 to 7, by origin."""
_HASTY = 6
"""The number of the rater who does not listen to the end: one, for the report to find; the
plan knows of none."""


def try_out(code: str, output: Path | None, seed: int, database: Path | None) -> None:
    """Copy the store to a new file and answer a session there, every trial of it; where
    this fails or is interrupted, there is no file.

    Raises
    ------
    UnknownName
        If there is no such session.
    InvalidValue
        If somebody has answered already: real ratings are not mixed with made-up ones.
    OutputError
        If the copy is there already or cannot be written.
    """
    import numpy as np

    from etudes.rating.ledger import mark_made_up, set_open
    from etudes.rating.simulated import assumed_truth, take_part
    from etudes.rating.taking import progress

    with Store.open(database or database_path()) as store:
        session = session_of(store, code)
        if any(progress(store, one.id).answered for one in session.raters):
            raise InvalidValue(
                f"a session without ratings was expected, and {session.code} has some; "
                f"see what they say: etudes report {session.code}"
            )
        target = output or Path(f"try-{session.code}.db")
        rng = np.random.default_rng(seed)
        worth = {o.system: _WORTH[o.origin] for o in session.stimuli if not o.expected}
        raters = made_up_raters(session, rng)
        known = assumed_truth(session, worth, rng)
        with store.copied(target) as place, Store.open(place) as copy, copy.transaction():
            if not session.is_open:
                set_open(copy, session.code, "opened")
            mark_made_up(copy, session.code)
            take_part(copy, session, raters, known, rng)
    print_line(str(target))
    say(_told(session.code, target, len(raters), worth))


def made_up_raters(
    session: "Session", rng: "np.random.Generator"
) -> "dict[str, SimulatedRater]":
    """Return a rater made up for each of a session, by id: such as its plan assumes, and
    one of six or more who is hasty."""
    from etudes.rating.simulated import assumed_rater

    return {
        one.id: assumed_rater(rng, "hasty" if one.number == _HASTY else "careful")
        for one in session.raters
    }


def _told(code: str, target: Path, raters: int, worth: Mapping[str, float]) -> str:
    found = ", ".join(f"{name} {points:g}" for name, points in sorted(worth.items()))
    count = "1 rater" if raters == 1 else f"{raters} raters"
    return (
        f"In this copy {count} made up by the program answered; the store itself is as it "
        f"was. They were made to find, on average, of 7 points: {found}. None of it is "
        f"about real pieces. Next: etudes report {code} --db {target}"
    )
