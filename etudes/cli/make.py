"""`etudes make`: words to a request, a publication to words."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etudes.cli.asked import parse_request
from etudes.cli.console import complain, print_json, print_line, say
from etudes.cli.learnt import (
    adopted_scale,
    fitting_preference,
    named_preference,
    named_scale,
)
from etudes.errors import EtudesError, InvalidValue
from etudes.item.item import Item
from etudes.item.request import Request
from etudes.paths import database_path
from etudes.publish import FORMATS, Publication, publish
from etudes.sheet import Layout
from etudes.tables import Rubric, read_rubric, rubric

if TYPE_CHECKING:
    from etudes.sheet.letterhead import Letterhead

_OF_SUFFIX = {"mid": "midi", "xml": "musicxml", "apkg": "anki"}
_OVER_LEVELS = ("series", "book")


def make(
    asked: Mapping[str, Any],
    looks: Mapping[str, Any],
    *,
    letterhead: Path | None,
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
    is_by_preference: bool = True,
) -> None:
    """Make a sheet, store it, and say where it is.

    Parameters
    ----------
    asked : what of the music was asked for, None where nothing was.
    looks : what of the layout, likewise.
    is_by_preference : whether what teachers prefer chooses, if that was learnt and adopted.
    """
    database = database or database_path()
    own = read_rubric(rubric_file) if rubric_file else None
    if again is None:
        if anew is not None:
            raise InvalidValue(
                "with --anew the item was expected whose other measures stay, for example: "
                "etudes make --again ID --anew 5-6"
            )
        layout = with_looks(Layout(), looks)
        request = parse_request(_with_level(asked, layout), own)
        scale = adopted_scale(database)
        request = replace(
            request, rubric=_digest(own), scale=scale.digest if scale else None
        )
        preference = fitting_preference(database, model) if is_by_preference else None
        if preference is not None:
            request = replace(request, preference=preference.digest)
    else:
        from etudes.cli.again import sheet_again

        if not is_by_preference:
            raise InvalidValue(
                "--again repeats a sheet as it was; leave out --no-preference"
            )
        request, layout, model = sheet_again(again, anew, asked, database, model)
        layout = with_looks(layout, looks)
        scale = named_scale(database, request.scale)
        preference = named_preference(database, request.preference)
    is_known = again is not None or asked["seed"] is not None
    made = publish(
        request,
        layout,
        formats_of(formats, output),
        output,
        letterhead=read_template(letterhead),
        force=force,
        model=model,
        rubric=own,
        scale=scale,
        preference=preference,
        # what has a new seed cannot have been made before
        recall=partial(_recalled, database, own or rubric()) if is_known else _nothing,
        meanwhile=_load_store,
    )
    stored = _store(made, database)
    if as_json:
        print_json([_summary(item, made, stored) for item in made.items])
        return
    for file in made.files:
        print_line(str(file.path))
    say(_told(request, made), quiet=quiet)


def with_looks(layout: Layout, looks: Mapping[str, Any]) -> Layout:
    """Return the layout with what was asked for on the command line."""
    given = {name: value for name, value in looks.items() if value is not None}
    if "levels" in given:
        given["levels"] = _levels(given["levels"])
    return replace(layout, **given)


def _with_level(asked: Mapping[str, Any], layout: Layout) -> Mapping[str, Any]:
    """Of a sheet over several levels the lowest stands for all."""
    if asked["level"] is None and layout.kind in _OVER_LEVELS:
        return {**asked, "level": (layout.levels or (1, 8))[0]}
    return asked


def _levels(text: str) -> tuple[int, int]:
    low, dash, high = text.partition("-")
    if not (low.strip().isdecimal() and (not dash or high.strip().isdecimal())):
        raise InvalidValue(f"levels such as 1-8 were expected, not '{text}'")
    return int(low), int(high or low)


def read_template(file: Path | None) -> "Letterhead | None":
    """Return the letterhead of a file, if there is one."""
    if file is None:
        return None
    from etudes.sheet.letterhead import read_letterhead

    return read_letterhead(file)


def _told(request: Request, made: Publication) -> str:
    """Return what was made, in a line, and how to make it again."""
    levels = sorted({asked.level for asked, _ in made.parts})
    of_levels = f"level {levels[0]}"
    if len(levels) > 1:
        of_levels = f"levels {levels[0]}-{levels[-1]}"
    return (
        f"{len(made.items)} études for {request.player.label}, {of_levels}, seed "
        f"{request.seed}{_learnt_used(request)}; again with: "
        f"etudes make --again {made.code}"
    )


def _learnt_used(request: Request) -> str:
    """Return what was used that was learnt from ratings, as more words for a line.

    Examples
    --------
    >>> _learnt_used(Request(2, "violin", 7, scale="3f2a91c0", preference="77aa01be"))
    ', by scale 3f2a91c0 and preference 77aa01be, learnt from ratings'
    >>> _learnt_used(Request(2, "violin", 7))
    ''
    """
    named = (("scale", request.scale), ("preference", request.preference))
    used = [f"{kind} {digest[:8]}" for kind, digest in named if digest]
    return f", by {' and '.join(used)}, learnt from ratings" if used else ""


def _digest(own: Rubric | None) -> str | None:
    """Return what a request keeps of a rubric: nothing of the program's own."""
    return None if own is None or own == rubric() else own.digest


def formats_of(text: str | None, output: Path | None) -> tuple[str, ...]:
    """Return the formats that are named, else the one that the output's name tells."""
    if text is not None:
        return tuple(part.strip().lower() for part in text.split(","))
    suffix = output.suffix.lstrip(".").lower() if output else ""
    suffix = _OF_SUFFIX.get(suffix, suffix)
    if suffix in FORMATS:
        return (suffix,)
    if not suffix.isalpha() or (output and output.is_dir()):
        return ("pdf",)
    raise InvalidValue(
        f"a file that ends in one of {', '.join(FORMATS)} was expected, or a folder, not "
        f"'{output}'; or name the format with --format"
    )


def _nothing(request: Request, digest: str) -> None:
    """Nothing is recalled."""


def _recalled(
    database: Path, levels: Rubric, request: Request, digest: str
) -> tuple[Item, ...] | None:
    """Return the items of a request from the store, if all of them are there."""
    from etudes.item.finished import item_id
    from etudes.store import Store

    if (request.rubric or rubric().digest) != levels.digest:
        return None  # making it says which rubric is missing
    count = request.count or levels.level(request.level).count
    ids = [item_id(request, index, digest) for index in range(count)]
    if not database.exists():
        return None
    with suppress(EtudesError), Store.open(database) as store:
        return tuple(store.item(id_).item for id_ in ids)
    return None


def _load_store() -> None:
    """Import the store while LilyPond works, for it is needed right after."""
    import_module("etudes.store")


def _store(made: Publication, database: Path) -> bool:
    """Keep the items; a store that fails must not cost the teacher her page."""
    try:
        from etudes.store import Store
        from etudes.store.sheets import save_sheet

        with Store.open(database) as store, store.transaction():
            for asked, items in made.parts:
                store.save(asked, items)
            ids = [item.id for item in made.items]
            save_sheet(store, made.code, made.layout, ids)
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
        "code": made.code,
        "stored": stored,
    }
