"""Random sheets of every kind, set without a warning; the golden pages at a glance.

    python benchmarks/sheets.py --random 500 --seed 1 --json
    python benchmarks/sheets.py --contact docs/sheets.png

Each failure is told with what was asked for. The last line is one JSON object; `--json`
prints only that. The contact sheet needs Pillow.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

from etudes import Item, Request, make
from etudes.engraving import engrave_sheets, lilypond_version
from etudes.errors import EtudesError
from etudes.sheet import Layout
from etudes.sheet.code import layout_to_json, sheet_code
from etudes.sheet.layout import KINDS, PAPERS
from etudes.sheet.section import Section
from etudes.tables import instruments
from etudes.words import LANGUAGES
from etudes.writing.sheet import sections_source

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "sheets"

_REQUESTS = 300
_A_BATCH = 12
_SECONDS = 300.0
_SOMETIMES = 0.2
"""How often a look other than the usual is taken."""

_COLUMNS = 6
_THUMB = (330, 440)
_MARGIN, _COLOURS = 8, 8
_BEFORE_MUSIC = 2
"""Pages of a book before its first exercise: its title and its contents."""


@dataclass(frozen=True, slots=True)
class Made:
    """A request and its exercises."""

    request: Request
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A sheet to be set, and in words what it is."""

    told: str
    layout: Layout
    source: str


def requests(rng: Random) -> Iterator[Request]:
    """Yield requests for one or two exercises of all instruments and levels."""
    players = [player.name for player in instruments()]
    for number in range(_REQUESTS):
        yield Request(
            level=rng.randint(1, 8),
            instrument=players[number % len(players)],
            seed=rng.randrange(10**6),
            count=rng.randint(1, 2),
        )


def drawn(rng: Random) -> tuple[list[Made], int]:
    """Return what was made, and how many requests were refused."""
    made: list[Made] = []
    refused = 0
    for request in requests(rng):
        try:
            made.append(Made(request, tuple(make(request))))
        except EtudesError:
            refused += 1
    return made, refused


def layout_of(kind: str, rng: Random) -> Layout:
    """Return a layout of a kind with looks at random."""

    def sometimes() -> bool:
        return rng.random() < _SOMETIMES

    return Layout(
        kind=kind,
        title=rng.choice((None, None, "For Monday", 'A "title" \\ {of} #10 % signs')),
        paper=rng.choice(PAPERS),
        language=rng.choice([*LANGUAGES]),
        large=sometimes(),
        easy=sometimes(),
        contrast=sometimes(),
        plain=sometimes(),
        two_up=sometimes() and kind not in ("slides", "cards"),
    )


def trials(made: Sequence[Made], count: int, rng: Random) -> Iterator[Trial]:
    """Yield sheets, the kinds in turn, each of one to four requests for one instrument."""
    by_player: dict[str, list[Made]] = {}
    for one in made:
        by_player.setdefault(one.request.instrument, []).append(one)
    for number in range(count):
        layout = layout_of(KINDS[number % len(KINDS)], rng)
        own = by_player[rng.choice([*by_player])]
        chosen = rng.sample(own, min(rng.randint(1, 4), len(own)))
        chosen.sort(key=lambda one: one.request.level)
        sections = [Section(one.request.player, one.items) for one in chosen]
        asked = "; ".join(
            f"{one.request.instrument} level {one.request.level} seed {one.request.seed} "
            f"count {one.request.count}"
            for one in chosen
        )
        told = f"{asked}; {layout_to_json(layout)}"
        code = sheet_code(chosen[0].request, layout, chosen[0].items[0].model_digest)
        try:
            yield Trial(told, layout, sections_source(sections, layout, code=code))
        except EtudesError as error:
            yield Trial(f"{told}: {error}", layout, "")


def failures(batch: Sequence[Trial]) -> list[dict[str, str]]:
    """Return what LilyPond says of the sheets of a batch, one by one where it must be."""
    first = batch[0].layout.language
    try:
        _engraved([one.source for one in batch], first)
    except EtudesError as error:
        if len(batch) == 1:
            return [{"says": str(error).splitlines()[0], "sheet": batch[0].told}]
        half = len(batch) // 2
        return failures(batch[:half]) + failures(batch[half:])
    return []


def _engraved(sources: Sequence[str], language: str) -> None:
    words = LANGUAGES[language]
    engrave_sheets(
        sources,
        timeout_seconds=_SECONDS,
        cached=False,
        printed=words,
        language=language,
        strict=True,
    )


def random_sheets(count: int, seed: int, quiet: bool) -> dict[str, object]:
    """Set so many sheets; return the counts."""
    begin = time.perf_counter()
    rng = Random(seed)
    made, refused = drawn(rng)
    drawn_in = time.perf_counter() - begin
    tried = list(trials(made, count, rng))
    found = [{"says": "no source", "sheet": one.told} for one in tried if not one.source]
    set_ = sorted((one for one in tried if one.source), key=lambda t: t.layout.language)
    for language in LANGUAGES:
        own = [one for one in set_ if one.layout.language == language]
        for start in range(0, len(own), _A_BATCH):
            new = failures(own[start : start + _A_BATCH])
            found += new
            if not quiet:
                print(f"{language} {start + _A_BATCH}: {len(found)} failures", flush=True)
                for one in new:
                    print(f"  {one['says']}\n    {one['sheet']}", flush=True)
    return {
        "lilypond": lilypond_version(),
        "requests": _REQUESTS,
        "refused": refused,
        "sheets": count,
        "kinds": Counter(one.layout.kind for one in tried),
        "failures": len(found),
        "failed": found,
        "seconds_to_draw": round(drawn_in, 1),
        "seconds": round(time.perf_counter() - begin, 1),
    }


def contact(path: Path) -> dict[str, object]:
    """Write the first page of music of each golden sheet into one picture."""
    from PIL import Image, ImageOps

    files = sorted(GOLDEN.glob("*.ly"))
    sources = [file.read_text("utf-8") for file in files]
    engraved = engrave_sheets(sources, ["png"], timeout_seconds=_SECONDS)
    rows = -(-len(files) // _COLUMNS)
    width, height = (side + _MARGIN for side in _THUMB)
    whole = Image.new("L", (_COLUMNS * width + _MARGIN, rows * height + _MARGIN), 200)
    for number, (file, pages) in enumerate(zip(files, engraved, strict=True)):
        page = _BEFORE_MUSIC if file.stem.startswith("book") else 0
        picture = Image.open(BytesIO(pages["png"][page])).convert("L")
        small = ImageOps.pad(picture, _THUMB, Image.Resampling.LANCZOS, color=255)
        row, column = divmod(number, _COLUMNS)
        whole.paste(small, (column * width + _MARGIN, row * height + _MARGIN))
    whole.quantize(_COLOURS).save(path, optimize=True)
    return {"pages": len(files), "bytes": path.stat().st_size}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=0, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--contact", type=Path, metavar="PNG")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result: dict[str, object] = {}
    if options.contact:
        result |= contact(options.contact)
    if options.random:
        result |= random_sheets(options.random, options.seed, options.json)
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if result.get("failures") else 0)


if __name__ == "__main__":
    main()
