"""`etudes session try`: a copy of the store in which raters made up answer a session."""

from pathlib import Path

from etudes.cli.console import print_line, say
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.rating.ledger import session_of
from etudes.store import Store

_WORTH = {"model": 4.3, "human": 4.8, "baseline": 3.0}
"""Points of 1 to 7, by origin."""
_SEVERITY = 0.5
_NOISE = 0.8
_HASTY = 6
"""Every so many raters there is one who does not listen to the end."""


def try_out(code: str, output: Path | None, seed: int, database: Path | None) -> None:
    """Copy the store to a new file and answer a session there, every trial of it.

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

    from etudes.rating.ledger import set_open
    from etudes.rating.simulated import SimulatedRater, take_part, truth
    from etudes.rating.taking import progress

    with Store.open(database or database_path()) as store:
        session = session_of(store, code)
        if any(progress(store, one.id).answered for one in session.raters):
            raise InvalidValue(
                f"a session without ratings was expected, and {session.code} has some; "
                f"see what they say: etudes report {session.code}"
            )
        target = output or Path(f"try-{session.code}.db")
        store.backup(target)
    rng = np.random.default_rng(seed)
    worth = {one.system: _WORTH[one.origin] for one in session.stimuli if not one.expected}
    raters = {
        one.id: SimulatedRater(
            "hasty" if one.number % _HASTY == 0 else "careful",
            severity=float(rng.normal(0, _SEVERITY)),
            noise=_NOISE,
        )
        for one in session.raters
    }
    with Store.open(target) as copy:
        if not session.is_open:
            set_open(copy, session.code, "opened")
        take_part(copy, session, raters, truth(session, worth, rng), rng)
    print_line(str(target))
    told = ", ".join(f"{name} {points:g}" for name, points in sorted(worth.items()))
    say(
        f"In this copy {len(raters)} raters made up have answered; the store itself is as "
        f"it was. They find, on average, of 7 points: {told}. None of it is about real "
        f"pieces. Next: etudes report {session.code} --db {target}"
    )
