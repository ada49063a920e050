"""A large toy session and what simulated raters say of it, for tests of its report."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from rating_sessions import toy_session

from etudes.rating.record import Record
from etudes.rating.session import Session
from etudes.rating.simulated import SimulatedRater, Truth, answers, simulated_record
from etudes.store import Store

WORTH = {"human": 5.2, "gru-toy": 4.4, "baseline": 2.8, "anchor": 2.0}
SOUND = 15.0


class Studio:
    """A large toy session, made once, and its items."""

    def __init__(self, folder: Path) -> None:
        with Store.open(folder / "studio.db") as store:
            self.session = toy_session(
                store, raters=20, singles=36, pairs=12, repeats=5, stimuli=48
            )
            self.items = {s.item: store.item(s.item).item for s in self.session.stimuli}

    def record(
        self,
        raters: Mapping[int, SimulatedRater],
        known: Truth,
        seed: int,
        session: Session | None = None,
    ) -> Record:
        session = session or self.session
        by_id = {f"toy-r{number}": rater for number, rater in raters.items()}
        given = answers(session, by_id, known, np.random.default_rng(seed), sound=SOUND)
        return simulated_record(session, self.items, given)

    def lengths(self) -> dict[str, float]:
        return {one.sound_sha256: SOUND for one in self.session.stimuli}


def careful(count: int = 20) -> dict[int, SimulatedRater]:
    return {number: SimulatedRater() for number in range(1, count + 1)}


def two_models(session: Session) -> Session:
    """What people made is another model's instead."""
    renamed = tuple(
        replace(one, origin="model", system="gru-new") if one.origin == "human" else one
        for one in session.stimuli
    )
    return replace(session, stimuli=renamed)
