"""A toy session for tests: short pieces, tiny scores and sounds; no LilyPond, no model."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from hashlib import sha256

import numpy as np
from lessons import piece

from etudes.audio.sound import Sound, mp3_bytes
from etudes.item.item import Item, Tempo
from etudes.item.request import Request
from etudes.rating.ledger import medium_digest, save_session
from etudes.rating.scales import rating_scales
from etudes.rating.session import (
    Answer,
    Medium,
    Origin,
    Rater,
    Session,
    Shown,
    Stimulus,
    Trial,
)
from etudes.store import Store

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

MODEL_NAME, MODEL_DIGEST = "gru-toy", "d1ge57" * 5
"""What made the pieces of origin "model": words that no rater may see."""
TUNE = "A Collection, The Well-Known Tune"
"""The source of a human tune: words that no rater may see."""
ORIGINS: tuple[Origin, ...] = ("model", "human", "model", "baseline", "model", "anchor")
SYSTEMS = {
    "model": MODEL_NAME,
    "human": "human",
    "baseline": "baseline",
    "anchor": "anchor",
}

_RATE = 32000
_SECONDS = 0.4


def toy_session(
    store: Store,
    *,
    code: str = "toy",
    raters: int = 2,
    singles: int = 6,
    pairs: int = 4,
    training: int = 1,
    repeats: int = 0,
    cells: Sequence[tuple[str, int]] = (("violin", 2), ("clarinet", 3)),
    stimuli: int | None = None,
    seconds: float = _SECONDS,
    language: str | None = None,
    title: str = "A toy",
) -> Session:
    """Keep a session in the store and return it.

    Each rater has `training` trials, then singles and pairs mixed, then repeats of the
    first singles: training + singles + pairs + repeats in all. A pair is of one
    instrument and level. Orders differ from rater to rater. `seconds` is the length of
    each sound. Without a language the design is that of a session older than the choice.
    """
    count = max(stimuli or 0, 2 * len(cells), min(singles, 48))
    made = [_shown(code, n, *cells[n % len(cells)], seconds) for n in range(count)]
    people = tuple(Rater(f"{code}-r{n}", code, n) for n in range(1, raters + 1))
    session = Session(
        code=code,
        title=title,
        design={"toy": True} | ({"language": language} if language else {}),
        stimuli=tuple(one.stimulus for one, _ in made),
        raters=people,
        trials=tuple(
            trial
            for rater in people
            for trial in _trials(
                rater,
                [one.stimulus for one, _ in made],
                singles,
                pairs,
                training,
                repeats,
            )
        ),
        made_at=NOON,
    )
    save_session(store, session, [one for one, _ in made], [asked for _, asked in made])
    return session


def answer_to(trial: Trial, number: int = 0, comment: str = "") -> Answer:
    """Return an answer that fits a trial; another one for another number."""
    if trial.is_pair:
        choice = ("left", "right", "equal")[number % 3]
        return Answer(choice=choice, comment=comment)  # type: ignore[arg-type]
    names = rating_scales()
    return Answer(
        {name: 1 + (number + at) % 7 for at, name in enumerate(names)}, comment=comment
    )


def _trials(
    rater: Rater,
    stimuli: Sequence[Stimulus],
    singles: int,
    pairs: int,
    training: int,
    repeats: int,
) -> Iterator[Trial]:
    shift = rater.number - 1
    single = [stimuli[(n + shift) % len(stimuli)] for n in range(singles)]
    main: list[tuple[str, str | None]] = [(one.id, None) for one in single]
    for n in range(pairs):  # each lands between two singles, as long as there are any
        main.insert(min(2 * n + 1, len(main)), _pair(stimuli, n, shift))
    first = [(stimuli[n % len(stimuli)].id, None) for n in range(training)]
    asked = [*first, *main]
    ids = [_opaque("trial", rater.id, n) for n in range(len(asked) + repeats)]
    for n, (left, right) in enumerate(asked):
        phase = "training" if n < training else "main"
        yield Trial(ids[n], rater.id, n, phase, left, right)  # type: ignore[arg-type]
    again = [n for n, (_, right) in enumerate(asked) if n >= training and right is None]
    for place, earlier in enumerate(again[:repeats], len(asked)):
        left = asked[earlier][0]
        yield Trial(ids[place], rater.id, place, "main", left, repeats=ids[earlier])


def _pair(stimuli: Sequence[Stimulus], number: int, shift: int) -> tuple[str, str]:
    one = stimuli[(number + shift) % len(stimuli)]
    like = [s for s in stimuli if (s.instrument, s.level) == (one.instrument, one.level)]
    other = like[(like.index(one) + 1 + number // len(stimuli)) % len(like)]
    other = other if other != one else like[(like.index(one) + 1) % len(like)]
    left, right = (one, other) if (number + shift) % 2 else (other, one)
    return left.id, right.id


def _shown(
    code: str, number: int, instrument: str, level: int, seconds: float
) -> tuple[Shown, Request]:
    origin = ORIGINS[number // 2 % len(ORIGINS)]
    system = SYSTEMS[origin]
    name, digest = (MODEL_NAME, MODEL_DIGEST) if origin == "model" else (system, "none")
    seed = 9_870_000 + number
    item = Item(
        f"item-{_opaque(code, number)}",
        0,
        seed,
        instrument,
        piece(number),
        Tempo(Fraction(1, 4), 72, "Andante"),
        level,
        level + (number % 5 - 2) / 4,
        {},
        name,
        digest,
        2.0 + number % 7 / 10,
        0.1,
    )
    score, sound = toy_score(number), toy_sound(number, seconds)
    expected = {"sense": (1, 3)} if origin == "anchor" else {}
    stimulus = Stimulus(
        _opaque("stimulus", code, number),
        item.id,
        level,
        instrument,
        origin,
        system,
        TUNE if origin == "human" else "",
        expected,
        medium_digest(score),
        medium_digest(sound),
    )
    return Shown(item, stimulus, score, sound), Request(level, instrument, seed)


def toy_score(number: int) -> Medium:
    """Return five lines and a row of dots, another for each number."""
    lines = "".join(
        f'<line x1="10" x2="390" y1="{y}" y2="{y}" stroke="#000"/>'
        for y in range(30, 71, 10)
    )
    places = np.random.default_rng(number).integers(5, 17, 16)
    dots = "".join(
        f'<ellipse cx="{22 + 23 * n}" cy="{5 * int(place)}" rx="6" ry="4.5"/>'
        for n, place in enumerate(places)
    )
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" width="400" '
        f'height="100"><rect width="400" height="100" fill="#fff"/>{lines}{dots}</svg>'
    )
    return Medium("image/svg+xml", text.encode())


@cache
def toy_sound(number: int, seconds: float = _SECONDS) -> Medium:
    """Return a soft tone as MP3, another for each number."""
    times = np.arange(int(_RATE * seconds)) / _RATE
    tone = 0.1 * np.sin(2 * np.pi * (220 + 10 * number) * times)
    return Medium("audio/mpeg", mp3_bytes(Sound(tone.astype(np.float32), _RATE)))


def _opaque(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:16]
