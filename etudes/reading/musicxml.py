"""A reader for MusicXML, plain (`.musicxml`, `.xml`) and packed (`.mxl`).

Read are the first voice on each staff and the top note of its chords, at written pitch;
of parts without pitches the rhythm. Grace notes are skipped, cue notes are silence, and
repeats are not played out. It is ten times as fast as music21, which matters for whole
collections.

The format: https://www.w3.org/2021/06/musicxml40/
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from etudes.errors import InvalidValue
from etudes.reading.files import content, too_large, unreadable
from etudes.reading.musicxml_page import page_of
from etudes.reading.musicxml_part import read_staves
from etudes.reading.passages import what_was_found
from etudes.reading.score import Provenance, Score

LARGEST_SCORE = 30_000_000
"""Bytes of XML that are read at most, unpacked; the longest quartets have 20 million."""

_INDENTATION = re.compile(rb"\n[ \t]+<")
_SECTION_BARLINES = {"light-light", "light-heavy", "heavy-light", "heavy-heavy"}


def read_musicxml(path: Path, *, pages: bool = False) -> Score:
    """Return the score in a MusicXML file, one `Line` for each staff of each part.

    Passages follow `into_passages`. A line is sung where more than twenty syllables
    stand under it. A part without pitches gives its rhythm on the note `DRUM`. With `pages`
    each line has its page.

    Raises
    ------
    UnreadableFile
        If the file is no MusicXML, is broken, or has no bar with notes that fills its
        metre; the message names the file and the place.
    """
    try:
        data = content(path, LARGEST_SCORE)
        is_packed = data.startswith(b"PK") or path.suffix.lower() == ".mxl"
        root = _parsed(_unpacked(data) if is_packed else data)
        return _score(root, path.name, pages)
    except InvalidValue as error:
        raise unreadable(path, error) from error


def _unpacked(data: bytes) -> bytes:
    """Return the score that the container of a packed file names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            container = _parsed(_member(archive, "META-INF/container.xml"))
            rootfile = container.find(".//{*}rootfile")
            name = rootfile.get("full-path") if rootfile is not None else None
            if not name:
                raise InvalidValue("META-INF/container.xml names no score; export it again")
            return _member(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidValue(
            f"a packed score (.mxl, a zip archive) was expected, and unpacking failed: "
            f"{error}; export it again"
        ) from error


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise InvalidValue(
            f"a packed score holds '{name}', and this archive does not; export it again"
        ) from error
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # what MusicXML does not use can ask for any amount of memory
        raise InvalidValue(f"'{name}' is packed as MusicXML never is; export it again")
    with archive.open(info) as member:
        data = member.read(LARGEST_SCORE + 1)
    if len(data) > LARGEST_SCORE:
        raise InvalidValue(too_large(LARGEST_SCORE))
    return data


def _parsed(data: bytes) -> Element:
    # An entity can unfold to gigabytes, and MusicXML needs none; the zeros of UTF-16
    # must not hide one.
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise InvalidValue("MusicXML without entities was expected; export it again")
    # Indentation would be gathered text by text, which doubles the time for long scores.
    data = _INDENTATION.sub(b"\n<", data)
    try:
        return ElementTree.fromstring(data)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise InvalidValue(f"XML was expected: {error}; export the score again") from error


def _score(root: Element, source: str, pages: bool) -> Score:
    if root.tag != "score-partwise":
        raise InvalidValue(
            f"a MusicXML score with the root 'score-partwise' was expected, not "
            f"'{root.tag}'; export it again"
        )
    parts = root.findall("part")
    if not parts:
        raise InvalidValue("a score with at least one part was expected; this has none")
    names = _part_names(root)
    # Gathered over all parts, as some programs write repeats and endings only in one.
    section_ends = {index for part in parts for index in _section_ends(part)}
    endings = dict(found for part in parts for found in _endings(part))
    lines = tuple(
        staff.line(page_of(part, staff.number) if pages else None)
        for number, part in enumerate(parts, 1)
        for staff in read_staves(
            part, names.get(part.get("id", "")) or f"Part {number}", section_ends, endings
        )
    )
    if not any(line.passages for line in lines):
        raise InvalidValue(what_was_found(bar for line in lines for bar in line.bars))
    return Score(_provenance(root, source), lines)


def _provenance(root: Element, source: str) -> Provenance:
    titles = [_text(root, "work/work-title"), _text(root, "movement-title")]
    if not any(titles):
        credits = {
            _text(e, "credit-type"): _text(e, "credit-words") for e in root.iter("credit")
        }
        titles = [credits.get("title") or next(iter(credits.values()), "")]
    composer = _text(root, "identification/creator[@type='composer']")
    rights = [_squeezed(e.text) for e in root.iterfind("identification/rights")]
    return Provenance(
        source,
        title=": ".join(dict.fromkeys(title for title in titles if title)),
        composer=composer or _text(root, "identification/creator"),
        licence="; ".join(text for text in rights if text),
    )


def _part_names(root: Element) -> dict[str, str]:
    return {
        part.get("id", ""): _text(part, "part-name")
        or _text(part, "score-instrument/instrument-name")
        for part in root.iterfind("part-list/score-part")
    }


def _text(element: Element, path: str) -> str:
    return _squeezed(element.findtext(path))


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def _section_ends(part: Element) -> Iterator[int]:
    """Yield the index of each measure after which a section ends."""
    for index, measure in enumerate(part.iterfind("measure")):
        for barline in measure.iterfind("barline"):
            place = barline.get("location", "right")
            has_repeat = barline.find("repeat") is not None
            if has_repeat or barline.findtext("bar-style") in _SECTION_BARLINES:
                yield from {"left": (index - 1,), "right": (index,)}.get(place, ())


def _endings(part: Element) -> Iterator[tuple[int, int]]:
    """Yield the index of each measure under a bracket, with a number for the bracket."""
    ending = 0
    for index, measure in enumerate(part.iterfind("measure")):
        types = {bracket.get("type") for bracket in measure.iterfind("barline/ending")}
        if "start" in types:
            ending = index + 1
        if ending:
            yield index, ending
        if types & {"stop", "discontinue"}:
            ending = 0
