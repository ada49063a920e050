"""`etudes make`: words to a request, a publication to words."""

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from etudes.cli.console import complain, print_json, print_line, say
from etudes.errors import EtudesError, InvalidValue, UnknownName
from etudes.focus import focus
from etudes.item.item import Item
from etudes.item.request import Request
from etudes.paths import database_path
from etudes.publish import FORMATS, Publication, publish
from etudes.tables import (
    GENERIC,
    Instrument,
    Rubric,
    generic,
    instrument,
    own_instrument,
    read_rubric,
    rubric,
)
from etudes.tables.instruments import Range
from etudes.tables.styles import style as style_named
from etudes.theory import Interval, Key, Pitch, TimeSignature

_OF_SUFFIX = {"mid": "midi", "xml": "musicxml"}


def make(
    asked: Mapping[str, Any],
    *,
    paper: str,
    formats: str | None,
    output: Path | None,
    force: bool,
    again: str | None,
    anew: str | None,
    model: str | None,
    rubric_file: Path | None,
    database: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make a sheet, store it, and say where it is."""
    database = database or database_path()
    own = read_rubric(rubric_file) if rubric_file else None
    if again is None:
        if anew is not None:
            raise InvalidValue(
                "with --anew the item was expected whose other measures stay, for example: "
                "etudes make --again ID --anew 5-6"
            )
        request = replace(parse_request(asked, paper, own), rubric=_digest(own))
    else:
        request, model = _stored_request(again, anew, asked, database, model)
    made = publish(
        request,
        _formats(formats, output),
        output,
        force=force,
        model=model,
        rubric=own,
        meanwhile=_load_store,
    )
    stored = _store(request, made, database)
    if as_json:
        print_json([_summary(item, made, stored) for item in made.items])
        return
    for file in made.files:
        print_line(str(file.path))
    player = request.player
    hint = f"; again with: etudes make --again {made.items[0].id}" if stored else ""
    say(
        f"{len(made.items)} études for {player.label}, level {request.level}, seed "
        f"{request.seed}{hint}",
        quiet=quiet,
    )


def _digest(own: Rubric | None) -> str | None:
    """Return what a request keeps of a rubric: nothing of the program's own."""
    return None if own is None or own == rubric() else own.digest


def parse_request(
    asked: Mapping[str, Any], paper: str = "a4", levels: Rubric | None = None
) -> Request:
    """Return the request that the options describe.

    Parameters
    ----------
    levels : the rubric whose keys an instrument of one's own has; None is the program's.

    Raises
    ------
    InvalidValue, UnknownName
        With one line about the first option that is wrong.
    """
    if asked["level"] is None or not (asked["instrument"] or asked["instrument_file"]):
        raise InvalidValue(
            "a level and an instrument were expected, for example: "
            "etudes make --level 2 --instrument violin"
        )
    style = _given(lambda name: style_named(name).name, asked["style"])
    seed = asked["seed"]
    within = _given(_range, asked["range"])
    player = _player(asked, within)
    return Request(
        level=asked["level"],
        instrument=player.name,
        seed=secrets.randbelow(1_000_000) if seed is None else seed,
        count=asked["count"],
        measures=asked["measures"],
        key=Key.parse(asked["key"]) if asked["key"] is not None else None,
        time_signature=_given(TimeSignature.parse, asked["time"]),
        tempo=asked["tempo"],
        range=within if player.name != GENERIC else None,
        values=_given(_values, asked["values"]),
        max_leap=_given(Interval.parse, asked["max_leap"]),
        style=style,
        pickup=asked["pickup"],
        focus=_focus(asked["focus"]),
        rules=_given(tuple, asked["rule"]),
        contour=_given(str.lower, asked["contour"]),
        temperature=asked["temperature"],
        top_p=asked["top_p"],
        title=asked["title"],
        paper=paper,
        own_instrument=_own(player, levels or rubric()),
    )


def _player(asked: Mapping[str, Any], within: Range | None) -> Instrument:
    """Return the instrument: of the table, of a teacher's file, or just clef and range."""
    name, clef, transposition = (
        asked[field] for field in ("instrument", "clef", "transposition")
    )
    if asked["instrument_file"]:
        player = own_instrument(asked["instrument_file"], name)
    elif name.strip().lower() == GENERIC:
        if clef is None or within is None:
            raise InvalidValue(
                "with --instrument generic a clef and a range were expected, for example: "
                "--clef bass --range C3:C4"
            )
        return generic(clef, within, Interval.parse(transposition or "P1"))
    else:
        player = instrument(name)
    if transposition is not None:
        raise InvalidValue(
            f"{player.label} has its own transposition; --transposition was expected with "
            "--instrument generic only"
        )
    return player.in_clef(clef) if clef else player


def _own(player: Instrument, levels: Rubric) -> Instrument | None:
    """Return what a request keeps of an instrument that is not the table's, with keys."""
    with suppress(UnknownName):
        if instrument(player.name) == player:
            return None
    from etudes.item.plan import fitted

    return fitted(player, levels)


def _given(parse: Any, text: str | None) -> Any:
    return None if text is None else parse(text)


def _focus(texts: list[str] | None) -> tuple[str, ...] | None:
    names = [name for text in texts or () for name in text.split(",") if name.strip()]
    return tuple(dict.fromkeys(focus(name).name for name in names)) or None


def _range(text: str) -> tuple[Pitch, Pitch]:
    low, colon, high = text.partition(":")
    if not colon:
        raise InvalidValue(f"a range such as G3:B5 was expected, not '{text}'")
    return Pitch.parse(low), Pitch.parse(high)


def _values(text: str) -> tuple[Fraction, ...]:
    values = []
    for part in text.split(","):
        try:
            value = Fraction(part.strip())
        except (ValueError, ZeroDivisionError):
            value = Fraction(0)
        if not 0 < value <= 2:
            raise InvalidValue(
                f"note values such as 1/2,1/4,1/8 were expected, not '{part.strip()}'"
            )
        values.append(value)
    return tuple(sorted(set(values), reverse=True))


def _formats(text: str | None, output: Path | None) -> tuple[str, ...]:
    if text is not None:
        return tuple(part.strip().lower() for part in text.split(","))
    suffix = output.suffix.lstrip(".").lower() if output else ""
    suffix = _OF_SUFFIX.get(suffix, suffix)
    return (suffix,) if suffix in FORMATS else ("pdf",)


def _stored_request(
    id_: str, anew: str | None, asked: Mapping[str, Any], database: Path, model: str | None
) -> tuple[Request, str | None]:
    """Return the request of a stored item, or that of one like it with some measures anew,
    and the name of its model."""
    from etudes.store import Store

    given = [name for name, value in asked.items() if value is not None]
    if given and (anew is None or given != ["seed"]):
        raise InvalidValue(
            f"--again repeats a sheet as it was; leave out --{given[0].replace('_', '-')}"
        )
    with Store.open(database) as store:
        stored = store.item(id_)
    from etudes.model.folder import read_model

    name = model or stored.item.model_name
    try:
        is_same = read_model(name).digest == stored.item.model_digest
    except UnknownName:
        is_same = False
    if not is_same:
        raise UnknownName(
            f"item {stored.item.id} was made by a model {stored.item.model_name} that is "
            "not the one installed; name its folder with --model"
        )
    if anew is None:
        return stored.request, name
    return _with_measures_anew(stored.request, stored.item, anew, asked["seed"]), name


def _with_measures_anew(
    request: Request, item: Item, anew: str, seed: int | None
) -> Request:
    """Return the request for one exercise like an item, all of it given but some measures.

    What else the sheet asked for holds as before, its rules too, but for older ones of the
    kinds `given` and `unlike`. Not all notes of these measures come again. A note that is
    tied over a barline from or into a measure that stays, stays whole.
    """
    from etudes.item.asked import anew as made_anew

    melody = item.melody
    other = ("given:", "unlike:")
    rules = [rule for rule in request.rules or () if not rule.startswith(other)]
    return replace(
        request,
        seed=secrets.randbelow(1_000_000) if seed is None else seed,
        count=1,
        measures=melody.full_measures,
        # of a rhythm no key can be asked for
        key=None if request.player.unpitched else melody.key,
        time_signature=melody.time_signature,
        tempo=item.tempo.beats_per_minute,
        pickup=bool(melody.pickup),
        rules=(*rules, *made_anew(melody, *_measures(anew))),
    )


def _measures(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*", text)
    if match is None:
        raise InvalidValue(f"measures such as 5-6, or 5 alone, were expected, not '{text}'")
    return int(match[1]), int(match[2] or match[1])


def _load_store() -> None:
    """Import the store while LilyPond works, for it is needed right after."""
    import_module("etudes.store")


def _store(request: Request, made: Publication, database: Path) -> bool:
    """Keep the items; a store that fails must not cost the teacher her page."""
    try:
        from etudes.store import Store

        with Store.open(database) as store, store.transaction():
            store.save(request, made.items)
            for file in made.files:
                path = file.path.absolute()
                store.record_file(path, file.format, file.sha256, file.item_ids)
    except EtudesError as error:
        complain(f"the page was made, but not stored: {error}")
        return False
    return True


def _summary(item: Any, made: Publication, stored: bool) -> dict[str, Any]:
    melody = item.melody
    return {
        "id": item.id,
        "seed": item.seed,
        "index": item.index,
        "instrument": item.instrument,
        "level_asked": item.level_asked,
        "level_measured": item.level_measured,
        "key": str(melody.key),
        "time_signature": str(melody.time_signature),
        "measures": melody.full_measures,
        "pickup": str(melody.pickup),
        "tempo": item.tempo.beats_per_minute,
        "model": item.model_name,
        "model_digest": item.model_digest,
        "files": [str(file.path) for file in made.files if item.id in file.item_ids],
        "focus": {
            name.removeprefix("focus "): share
            for name, share in item.descriptors.items()
            if name.startswith("focus ")
        },
        "bits_per_note": item.bits_per_note,
        "mass_removed": item.mass_removed,
        "sampling": item.sampling.summary() if item.sampling else None,
        "stored": stored,
    }
