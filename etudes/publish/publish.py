"""From a request to files: making, writing, engraving, and putting in place.

LilyPond is started before the melodies are drawn, so that its own start costs no time.
Nothing is put in place before everything is ready, and each file arrives whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from etudes.difficulty import Scale
from etudes.engraving import Engraver, engrave, start
from etudes.errors import InvalidValue
from etudes.item.item import Item
from etudes.item.request import Request
from etudes.markings import NONE
from etudes.publish.files import Draft, PrintedFile, put_all
from etudes.sheet import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.section import Section
from etudes.tables import Instrument, Rubric
from etudes.words import LANGUAGES, Language

if TYPE_CHECKING:
    from etudes.item.preference import Preference
    from etudes.runtime import Runtime

ENGRAVED = ("pdf", "svg", "png")
BY_ITEM = ("musicxml", "mxl", "midi", "abc", "mp3", "wav")
TOGETHER = ("anki", "moodle", "zip")
FORMATS = (*ENGRAVED, "ly", *BY_ITEM, *TOGETHER)
_SECONDS = 300.0
"""How long LilyPond may take, for a book too."""
_SUFFIX = {"midi": "mid", "anki": "apkg", "moodle": "moodle.xml"}


@dataclass(frozen=True, slots=True)
class Publication:
    """What was made: each request with its items, the sheet's code, and the files."""

    parts: tuple[tuple[Request, tuple[Item, ...]], ...]
    layout: Layout
    code: str
    files: tuple[PrintedFile, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the sheet."""
        return tuple(item for _, items in self.parts for item in items)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Exercises that are ready to be written, how they are laid out, and their code."""

    sections: tuple[Section, ...]
    layout: Layout
    code: str
    stem: str
    letterhead: Letterhead | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for section in self.sections for item in section.items)


def publish(
    request: Request,
    layout: Layout | None = None,
    formats: Sequence[str] = ("pdf",),
    output: Path | None = None,
    *,
    letterhead: Letterhead | None = None,
    force: bool = False,
    model: str | None = None,
    rubric: Rubric | None = None,
    scale: Scale | None = None,
    preference: "Preference | None" = None,
    recall: Callable[[Request, str], tuple[Item, ...] | None] = lambda *_: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Publication:
    """Make the items of a request and write them in every format.

    Parameters
    ----------
    layout : how the sheet is laid out; None is a plain page of exercises.
    formats : any of `FORMATS`; musicxml, mxl, midi, abc, mp3 and wav hold one item a
        file, the others the whole sheet.
    output : a folder, or a file where just one file is made; None is the current folder.
    letterhead : a teacher's own head and foot.
    force : whether a file that is there already is replaced.
    rubric : the rubric that the request names by its digest; None is the program's own.
    scale : the scale of difficulty that it names likewise.
    preference : what teachers prefer, which it names likewise; None is none.
    recall : gives the items of a request and a model's digest if they were made before,
        so that they need not be drawn once more.
    meanwhile : called while LilyPond works, if it does.

    Raises
    ------
    InvalidValue, UnknownName, UnsatisfiableRequest
        If the request is wrong or cannot be met.
    OutputError
        If a file cannot be written or is there already; nothing is written then.
    MissingTool, EngravingError
        If LilyPond is not there or fails.
    """
    layout = layout or Layout()
    wanted = checked(formats)
    with ExitStack() as stack:
        words = _words(layout, request.player.label, letterhead)
        engraver = _engraver(wanted, stack, words, layout.language)
        from etudes.item.make import load_runtime
        from etudes.sheet.code import sheet_code

        runtime = load_runtime(model)
        parts = tuple(_made(request, layout, runtime, rubric, scale, preference, recall))
        sections = tuple(_section(asked, items, layout) for asked, items in parts)
        code = sheet_code(request, layout, runtime.model.digest)
        levels = sorted({asked.level for asked, _ in parts})
        numbers = "-".join(map(str, dict.fromkeys((levels[0], levels[-1]))))
        stem = f"{request.player.name}-level{numbers}-{request.seed}"
        if layout.kind != "page":
            stem = f"{stem}-{layout.kind}"
        sheet = Sheet(sections, layout, code, stem, letterhead)
        drafts = list(_drafts(sheet, wanted, engraver, meanwhile))
    return Publication(parts, layout, code, put_all(drafts, output, force=force))


def reprint(
    sheet: Sheet, formats: Sequence[str], output: Path | None, *, force: bool = False
) -> tuple[PrintedFile, ...]:
    """Write items that were made before; parameters and errors as of `publish`."""
    wanted = checked(formats)
    with ExitStack() as stack:
        label = sheet.sections[0].instrument.label
        words = _words(sheet.layout, label, sheet.letterhead)
        engraver = _engraver(wanted, stack, words, sheet.layout.language)
        drafts = list(_drafts(sheet, wanted, engraver, lambda: None))
    return put_all(drafts, output, force=force)


def checked(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats, each once.

    Raises
    ------
    InvalidValue
        If one is none of `FORMATS`, or none is given.
    """
    wanted = tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InvalidValue(
            f"formats among {', '.join(FORMATS)} were expected, not '{', '.join(unknown)}'"
        )
    return wanted


def _made(
    request: Request,
    layout: Layout,
    runtime: "Runtime",
    rubric: Rubric | None,
    scale: Scale | None,
    preference: "Preference | None",
    recall: Callable[[Request, str], tuple[Item, ...] | None],
) -> Iterator[tuple[Request, tuple[Item, ...]]]:
    """Yield each level's request and items; a series may keep its first one's motif."""
    from etudes.item.make import make
    from etudes.sheet.chapters import chapters, with_motif

    first: Item | None = None
    for asked in chapters(request, layout):
        if first is not None and layout.motif:
            asked = with_motif(asked, first.melody)
        known = recall(asked, runtime.model.digest)
        items = known or tuple(make(asked, runtime, rubric, scale, preference))
        first = first or items[0]
        yield asked, items


def _section(request: Request, items: tuple[Item, ...], layout: Layout) -> Section:
    """Return a level's part of the sheet; a drill tells above what it is for."""
    if layout.kind != "drill" or not request.focus:
        return Section(request.player, items)
    from etudes.focus import focus
    from etudes.sheet.section import tip_of

    language = Language(layout.language)
    rows = [focus(name) for name in request.focus]
    named = ", ".join(
        language.key(row.key) if row.key else language.word(row.words) for row in rows
    )
    heading = named[:1].upper() + named[1:]
    return Section(request.player, items, heading, tip_of(rows[0].feature, language))


def _engraver(
    formats: Sequence[str], stack: ExitStack, words: str, language: str
) -> Engraver | None:
    """Start LilyPond, if these formats need it."""
    needed = {*formats} | ({"pdf"} if "zip" in formats else set())
    engraved = [name for name in ENGRAVED if name in needed]
    if not engraved:
        return None
    starting = start(engraved, timeout_seconds=_SECONDS, printed=words, language=language)
    return stack.enter_context(starting)


def _words(layout: Layout, label: str, letterhead: Letterhead | None) -> str:
    """Return words of the page by which its fonts are chosen, before it is made."""
    own = [] if letterhead is None else [letterhead.title, letterhead.subtitle]
    texts = [LANGUAGES[layout.language], layout.title, label, *own]
    if letterhead is not None:
        texts += [letterhead.school, letterhead.teacher]
        texts += [*letterhead.header, *letterhead.footer]
    return " ".join(filter(None, texts))


def _drafts(
    sheet: Sheet,
    formats: Sequence[str],
    engraver: Engraver | None,
    meanwhile: Callable[[], object],
) -> Iterator[Draft]:
    stem, items = sheet.stem, sheet.items
    pages: dict[str, list[bytes]] = {}
    if engraver or "ly" in formats:
        source = _source(sheet, sheet.layout)
        if "ly" in formats:
            yield Draft(f"{stem}.ly", "ly", source.encode(), items)
        pages = engraver.engrave(source, meanwhile) if engraver else {}
        if sheet.layout.two_up and "pdf" in pages:
            from etudes.publish.two_up import two_up

            pages["pdf"] = [two_up(file, sheet.layout.paper) for file in pages["pdf"]]
    for name in (name for name in pages if name in formats):
        for number, content in enumerate(pages[name], start=1):
            page = f"-page{number}" if len(pages[name]) > 1 else ""
            yield Draft(f"{stem}{page}.{name}", name, content, items)
    for name in (name for name in BY_ITEM if name in formats):
        for item, (file, content) in zip(items, _by_item(sheet, name), strict=True):
            yield Draft(file, name, content, (item,))
    for name in (name for name in TOGETHER if name in formats):
        content = _together(name, sheet, pages)
        yield Draft(f"{stem}.{_SUFFIX.get(name, name)}", name, content, items)


def _by_item(sheet: Sheet, format: str) -> Iterator[tuple[str, bytes]]:
    """Yield a file's name and content for each exercise, numbered through the sheet."""
    number = 0
    for section in sheet.sections:
        for item in section.items:
            number += 1
            shown = item if not sheet.layout.plain else replace(item, markings=NONE)
            content = _written(format, shown, section.instrument, number)
            yield f"{sheet.stem}-{number:02}.{_SUFFIX.get(format, format)}", content


def _written(format: str, item: Item, player: Instrument, number: int) -> bytes:
    if format in ("musicxml", "mxl"):
        from etudes.writing.musicxml import musicxml
        from etudes.writing.mxl import mxl

        plain = musicxml(item, player)
        return mxl(plain) if format == "mxl" else plain
    if format == "midi":
        from etudes.writing.midi import midi

        return midi(item, player)
    if format in ("mp3", "wav"):
        from etudes.audio import item_sound, mp3_bytes, wav_bytes

        sound = item_sound(item, player)
        return mp3_bytes(sound) if format == "mp3" else wav_bytes(sound)
    from etudes.writing.abc import abc

    return abc(item, player, number).encode()


def _together(format: str, sheet: Sheet, pages: Mapping[str, list[bytes]]) -> bytes:
    """Return one file that holds the whole sheet for another program."""
    if format == "zip":
        from etudes.writing.archive import archive

        printed = {f"{sheet.stem}.pdf": pages["pdf"][0]}
        others = (_by_item(sheet, name) for name in ("musicxml", "midi"))
        return archive(printed | dict(chain.from_iterable(others)))
    from etudes.publish.anki import anki_deck
    from etudes.publish.moodle import moodle_quiz
    from etudes.writing.text import printable

    section, language = sheet.sections[0], Language(sheet.layout.language)
    title = printable(sheet.layout.title or f"{section.instrument.label}, {sheet.code}")
    pictures = _pictures(sheet)
    if format == "anki":
        return anki_deck(sheet.items, pictures, section.instrument, language, title)
    played = [{name: content} for name, content in _by_item(sheet, "midi")]
    return moodle_quiz(sheet.items, pictures, played, section.instrument, language, title)


def _pictures(sheet: Sheet) -> list[bytes]:
    """Return a PNG of each exercise."""
    slides = replace(sheet.layout, kind="slides")
    words = _words(slides, sheet.sections[0].instrument.label, sheet.letterhead)
    source = _source(sheet, slides)
    return engrave(source, ["png"], printed=words, language=slides.language)["png"]


def _source(sheet: Sheet, layout: Layout) -> str:
    from etudes.writing.sheet import sections_source

    return sections_source(
        sheet.sections, layout, code=sheet.code, letterhead=sheet.letterhead
    )
