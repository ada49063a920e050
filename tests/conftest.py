"""What several tests share: music written as text, and a model small enough to train."""

import os
import re
from fractions import Fraction
from pathlib import Path

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from etudes.encoding.vocabulary import Vocabulary
from etudes.melody import Melody
from etudes.model.architecture import Architecture
from etudes.theory import Key, Pitch, TimeSignature


def melody(text: str, key: str = "C major") -> Melody:
    """Read "3/4 A4:1/4 | D5:1/2 -:1/4 |": a metre, then pitches (- rests) and lengths.

    A first bar shorter than the metre is a pickup. A tie is written by its whole length.
    """
    metre_text, _, line = text.partition(" ")
    metre = TimeSignature.parse(metre_text)
    events = [
        (None if name == "-" else Pitch.parse(name), Fraction(length))
        for name, length in re.findall(r"(\S+?):([\d/]+)", line)
    ]
    first = sum(
        (Fraction(n) for n in re.findall(r":([\d/]+)", line.partition("|")[0])), Fraction()
    )
    pickup = first if "|" in line and first < metre.measure_duration else Fraction(0)
    return Melody.from_events(Key.parse(key), metre, events, pickup)


@pytest.fixture
def waltz_with_pickup() -> Melody:
    return melody(
        "3/4 A4:1/4 | D5:1/2 C#5:1/4 | D5:1/4 A4:1/4 F#4:1/4 | "
        "E4:1/4 F#4:1/4 E4:1/4 | D4:1/2",
        "D major",
    )


@pytest.fixture(scope="session")
def small_vocabulary() -> Vocabulary:
    """Two octaves of degrees with a few alterations, and plain values in ticks."""
    pitches = [(steps, alter) for steps in range(-4, 11) for alter in (-1, 0, 1)]
    return Vocabulary(((-128, 0), *pitches), (6, 8, 12, 18, 24, 36, 48, 72, 96))


@pytest.fixture(scope="session")
def small_architecture() -> Architecture:
    return Architecture(gru=(16, 12), duration_head=14, pitch_head=18)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's store and cache."""
    monkeypatch.setenv("ETUDES_DB", str(tmp_path / "store" / "etudes.db"))
    monkeypatch.setenv("ETUDES_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("ETUDES_COLLECTIONS", str(tmp_path / "own" / "collections.toml"))
