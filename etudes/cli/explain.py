"""`etudes explain`: how an item was drawn, bar by bar."""

from math import log10
from pathlib import Path
from typing import Any

from etudes.cli.console import complain, print_json, print_line, print_table
from etudes.item.explanation import Bar, Step, bars
from etudes.paths import database_path
from etudes.sampling.diagnostics import DIGITS, PUSHED, SURPRISED, Sampling
from etudes.store import Store, StoredItem

NOTHING_KEPT = 3
"""The exit code where it was not kept how an item was drawn."""

_COLUMNS = ["bar", "notes", "bits a note", "duration", "pitch", "removed", "highest"]
_MILLION = 1e6
_ALWAYS = 0.1
"""Bits; what happens in more than 93 of 100 tries happens nearly always."""


def explain(id_: str, database: Path | None, as_json: bool) -> int:
    """Print how one item was drawn; return the exit code."""
    with Store.open(database or database_path()) as store:
        stored = store.item(id_)
    sampling = stored.item.sampling
    if sampling is None:
        complain(
            f"item {stored.item.id} was made before etudes kept how items are drawn; what "
            "is made now can be explained, and 'etudes likelihood FILE' tells what the "
            "notes of any score cost the model"
        )
        return NOTHING_KEPT
    found = bars(stored.item.melody, sampling)
    if as_json:
        print_json(_row(stored, sampling, found))
        return 0
    item, player = stored.item, stored.request.player
    print_line(
        f"{item.id}  {player.label}, level {item.level_asked}, {item.melody.key}, "
        f"{item.melody.time_signature}"
    )
    print_line(f"model: {item.model_name}, {item.bits_per_note:.2f} bits a note")
    print_line(f"evidence: {_evidence(sampling)}")
    print_line(f"sample: {_sample(sampling)}")
    print_line(f"cost: {_cost(sampling, item.mass_removed)}")
    print_line(f"level: {_level(stored)}")
    if stored.request.preference:
        print_line(
            f"chosen among others by preference {stored.request.preference[:8]}, learnt "
            "from ratings ('etudes prefer --version')"
        )
    unpitched = player.unpitched
    print_table("Bar by bar", _COLUMNS, [_cells(bar, unpitched) for bar in found])
    print_line(
        f"* the rules removed more than {PUSHED:.0%} of a choice   ! more than "
        f"{SURPRISED:g} bits   (…) held from the bar before"
    )
    return 0


def _level(stored: StoredItem) -> str:
    """Return by which scale the level was measured, and of which edition it is."""
    measured = f"measured {stored.item.level_measured:.1f}"
    edition = _edition(stored)
    of_edition = f", edition {edition}" if edition is not None else ""
    if not stored.request.scale:
        return f"{measured} by the program's own scale{of_edition}"
    began = f", begun from{of_edition[1:]} of the program's own" if of_edition else ""
    return (
        f"{measured} by the scale {stored.request.scale[:8]}, learnt from ratings"
        f"{began} ('etudes levels --version')"
    )


def _edition(stored: StoredItem) -> int | None:
    """Return the edition of the program's own scale: that by which the item was measured,
    or that from which the learnt one began; None of items older than editions."""
    found = stored.item.descriptors.get("scale version")
    return None if found is None else int(found)


def _evidence(sampling: Sampling) -> str:
    if sampling.rules_bits is None:
        return "of the melodies drawn without a wish, none came to an end"
    return f"the model keeps these rules by itself {tries(sampling.rules_bits)}"


def tries(bits: float) -> str:
    """Say how often something of so many bits happens.

    Examples
    --------
    >>> [tries(bits) for bits in (0.0, 0.5, 5.3)]
    ['nearly always', 'more often than not', 'about once in 40 tries']
    >>> tries(15.5), tries(40.0)
    ('about once in 50,000 tries', 'about once in 10^12 tries')
    """
    if bits < _ALWAYS:
        return "nearly always"
    if bits < 1:
        return "more often than not"
    # an estimate of few melodies: one digit is all that it is good for
    number = 2.0**bits
    text = (
        f"10^{log10(number):.0f}"
        if number >= _MILLION
        else f"{float(f'{number:.1g}'):,.0f}"
    )
    return f"about once in {text} tries"


def _sample(sampling: Sampling) -> str:
    times = "once" if sampling.resampled == 1 else f"{sampling.resampled} times"
    rounds = f"{sampling.rounds} round{'s' * (sampling.rounds > 1)}"
    return (
        f"{sampling.particles} melodies side by side, worth {sampling.effective_size:.1f} "
        f"equal ones at the end and {sampling.least_size:.1f} at the least; resampled "
        f"{times}; {rounds}"
    )


def _cost(sampling: Sampling, removed: float) -> str:
    told = f"the rules removed {removed:.1%} of a choice on average"
    bits = sampling.constraint_bits_per_note
    return told if bits is None else f"the rules cost {bits:.2f} bits a note; {told}"


def _cells(bar: Bar, unpitched: bool) -> list[str]:
    place = str(bar.number) if bar.number else "upbeat"
    held = [f"({'x' if unpitched else bar.held})"] if bar.held else []
    notes = " ".join([*held, *(_note(step, unpitched) for step in bar.steps)])
    if not bar.steps:
        return [place, notes, *[""] * (len(_COLUMNS) - 2)]
    (duration, pitch), (mean, highest) = bar.bits, bar.removed
    bits = [f"{figure:.1f}" for figure in (duration + pitch, duration, pitch)]
    return [place, notes, *bits, f"{mean:.0%}", f"{highest:.0%}"]


def _note(step: Step, unpitched: bool) -> str:
    pitch = step.event.pitch
    name = "rest" if pitch is None else "x" if unpitched else str(pitch)
    return name + "*" * step.pushed + "!" * step.surprised


def _row(stored: StoredItem, sampling: Sampling, found: tuple[Bar, ...]) -> dict[str, Any]:
    item = stored.item
    return {
        "id": item.id,
        "instrument": item.instrument,
        "level_asked": item.level_asked,
        "key": str(item.melody.key),
        "time_signature": str(item.melody.time_signature),
        "model": item.model_name,
        "model_digest": item.model_digest,
        "bits_per_note": item.bits_per_note,
        "mass_removed": item.mass_removed,
        "sampling": sampling.summary(),
        "level_measured": item.level_measured,
        "scale": stored.request.scale,
        "scale_version": _edition(stored),
        "preference": stored.request.preference,
        "measures": [_measure(bar) for bar in found],
    }


def _measure(bar: Bar) -> dict[str, Any]:
    mean, highest = bar.removed
    return {
        "measure": bar.number,
        "held": str(bar.held) if bar.held else None,
        "bits": _in_bits(bar.bits),
        "removed": {"mean": round(mean, DIGITS), "highest": round(highest, DIGITS)},
        "events": [
            {
                "pitch": str(step.event.pitch) if step.event.pitch else None,
                "duration": str(step.event.duration),
                "place": str(step.place),
                "bits": _in_bits(step.bits),
                "removed": dict(zip(("duration", "pitch"), step.removed, strict=True)),
                "pushed": step.pushed,
                "surprised": step.surprised,
            }
            for step in bar.steps
        ],
    }


def _in_bits(bits: tuple[float, float]) -> dict[str, float]:
    duration, pitch = bits
    return {
        "duration": round(duration, DIGITS),
        "pitch": round(pitch, DIGITS),
        "joint": round(duration + pitch, DIGITS),
    }
