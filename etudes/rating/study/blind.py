"""What a rater sees and hears: one look and one sound for all, and nothing else in them.

Every piece passes the same path, whoever wrote it: engraved alone with one template at one
staff size, played by its instrument at one loudness. Neither title nor number, level,
composer or code is printed; level and instrument are told beside the picture.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from etudes.errors import EngravingError
from etudes.item.item import Item
from etudes.rating.session import Medium
from etudes.tables import instrument
from etudes.words import Language

if TYPE_CHECKING:
    from jinja2 import Template

SVG, MP3 = "image/svg+xml", "audio/mpeg"

_ENGLISH = Language("en")
_SECONDS, _SECONDS_EACH = 120.0, 5.0
"""How long LilyPond may take for all pictures of a session: a picture takes 0.1 s, and on a
computer with much else to do a hundred times that."""

_SPACE = "http://www.w3.org/2000/svg"
_LINKS = "http://www.w3.org/1999/xlink"
_ELEMENTS = {
    f"{{{_SPACE}}}{name}"
    for name in ("svg", "defs", "g", "symbol", "clipPath", "path", "use", "rect")
}
_ATTRIBUTES = {
    *("width", "height", "viewBox", "version", "overflow", "id", "style", "d"),
    *("transform", "x", "y", "clip-path", "clip-rule", "fill", "fill-rule"),
    *("fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
    *("stroke-miterlimit", "stroke-opacity"),
    f"{{{_LINKS}}}href",
}
_OWN_ID = re.compile(r"(glyph|clip)[-\d]+")


def scores(items: Sequence[Item], language: Language = _ENGLISH) -> list[Medium]:
    """Return a picture of each item, its words in a language, all by one LilyPond.

    Raises
    ------
    MissingTool, EngravingError
        If LilyPond is not there or fails.
    """
    from etudes.engraving import engrave_sheets

    sources = [_source(item, language) for item in items]
    pages = engrave_sheets(
        sources,
        ["svg"],
        timeout_seconds=_SECONDS + _SECONDS_EACH * len(items),
        printed="".join(sources),
        language=language.code,
    )
    return [Medium(SVG, cleaned(*page["svg"])) for page in pages]


def sounds(items: Sequence[Item]) -> Iterator[Medium]:
    """Yield the sound of each item, at one loudness, with no tags."""
    from etudes.audio import item_sound, mp3_bytes

    for item in items:
        yield Medium(MP3, mp3_bytes(item_sound(item, instrument(item.instrument))))


def cleaned(picture: bytes) -> bytes:
    """Return an SVG with nothing but shapes in it: no comment, title, description,
    metadata, link, class or name.

    Raises
    ------
    EngravingError
        If it is no SVG.

    Examples
    --------
    >>> told = b'''<svg xmlns="http://www.w3.org/2000/svg"><!-- seed 7 --><title>GRU</title>
    ... <a href="x"><path id="seed7" d="M 0 0"/></a><path class="gru" d="M 1 1"/></svg>'''
    >>> print(cleaned(told).decode())
    <svg xmlns="http://www.w3.org/2000/svg"><path d="M 1 1" /></svg>
    """
    try:
        root = ET.fromstring(picture)  # noqa: S314 - LilyPond's own, comments are left out
    except ET.ParseError as error:
        raise EngravingError(f"LilyPond made no readable picture ({error})") from error
    if root.tag not in _ELEMENTS:
        raise EngravingError("a picture as SVG was expected of LilyPond")
    _strip(root)
    ET.register_namespace("", _SPACE)
    ET.register_namespace("xlink", _LINKS)
    return ET.tostring(root, "unicode").encode()


def _strip(element: ET.Element) -> None:
    for name, value in list(element.attrib.items()):
        is_link = name == "id" or name.endswith("href")
        if name not in _ATTRIBUTES or (
            is_link and not _OWN_ID.fullmatch(value.removeprefix("#"))
        ):
            del element.attrib[name]
    element.text = element.tail = None
    for child in list(element):
        if child.tag in _ELEMENTS:
            _strip(child)
        else:
            element.remove(child)


def _source(item: Item, language: Language) -> str:
    from etudes.writing.exercise import Fit, exercise

    player = instrument(item.instrument)
    on_one_page = Fit(longest=len(item.melody.measures))  # however many lines it has
    made = exercise(item, player, 1, language, on_one_page)
    return _template().render(exercise=made)


@cache
def _template() -> "Template":
    from etudes.writing.text import environment

    return environment().get_template("stimulus.ly.j2")
