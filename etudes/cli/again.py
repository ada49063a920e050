"""A sheet once more: from its code, or from an item of the store."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from etudes.errors import InvalidValue, UnknownName
from etudes.item.item import Item
from etudes.item.request import Request
from etudes.sheet import Layout


def sheet_again(
    text: str, anew: str | None, asked: Mapping[str, Any], database: Path, model: str | None
) -> tuple[Request, Layout, str | None]:
    """Return the request and the layout of a sheet that was made, and its model's name.

    Parameters
    ----------
    text : a sheet's code, or the id of an item or the beginning of one.
    anew : the measures of the item that are to be other ones; None for all as it was.
    asked : what else was given on the command line; with `anew` a seed may be.
    model : the name or folder of the model; None is the default for a code, and for an
        item the one that made it.

    Raises
    ------
    InvalidValue, UnknownName
        If the code or the id is none, something else was asked for, or the model is
        another one.
    """
    from etudes.sheet.code import is_code

    given = [name for name, value in asked.items() if value is not None]
    if given and (anew is None or given != ["seed"]):
        raise InvalidValue(
            f"--again repeats a sheet as it was; leave out --{given[0].replace('_', '-')}"
        )
    if not is_code(text):
        return _from_store(text, anew, asked["seed"], database, model)
    if anew is not None:
        raise InvalidValue(
            "with --anew the id of an item was expected, whose other measures stay, not "
            "the code of a sheet ('etudes list' shows the ids)"
        )
    return *_from_code(text, model), model


def _from_code(code: str, model: str | None) -> tuple[Request, Layout]:
    from etudes.model.folder import DEFAULT_MODEL, read_model
    from etudes.sheet.code import model_mark, read_code

    request, layout, mark = read_code(code)
    installed = read_model(model or DEFAULT_MODEL)
    if model_mark(installed.digest) != mark:
        raise UnknownName(
            f"the sheet {code} was made by another model than {installed.name}; name its "
            "folder with --model"
        )
    return request, layout


def _from_store(
    id_: str, anew: str | None, seed: int | None, database: Path, model: str | None
) -> tuple[Request, Layout, str | None]:
    from etudes.model.folder import read_model
    from etudes.sheet.code import read_code
    from etudes.store import Store
    from etudes.store.sheets import sheet_of

    with Store.open(database) as store:
        stored = store.item(id_)
        sheet = sheet_of(store, stored.item.id)
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
    if anew is not None:
        alone = replace(sheet.layout, kind="page", levels=None, motif=False)
        return _with_measures_anew(stored.request, stored.item, anew, seed), alone, name
    whole = read_code(sheet.code)[0] if sheet.code else stored.request
    return whole, sheet.layout, name


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
