"""What LilyPond said, as one sentence that tells a teacher what to do."""

import re
import signal
from collections.abc import Iterable, Iterator

from etudes.engraving.program import CURE
from etudes.engraving.run import FILE_BYTES, MEMORY_BYTES, Outcome
from etudes.errors import EngravingError, EtudesError, MissingTool
from etudes.words.fonts import what_to_install

_NAMED_AT_MOST = 8
_NO_GLYPH = re.compile(r"no glyph for character .*?U\+([0-9A-Fa-f]{4,6})")
_TOO_OLD = re.compile(r"program too old: ([\d.]+) \(file requires: ([\d.]+)\)")
_NO_MEMORY = re.compile(
    r"Out of Memory|out of memory|bad_alloc|Cannot allocate memory|GLib-ERROR.*thread"
)
_NO_ROOM = re.compile(r"error while writing to output stream|No space left|Read-only file")
_PLACE = re.compile(r"^(?:.*[/\\])?(?:-|sheet(\d+)\.ly):(\d+):(\d+): ")
_BEGINS = re.compile(r"Processing [`'\"]?(?:.*[/\\])?sheet(\d+)\.ly")
"""What LilyPond says, asked with `TELLS_SHEETS`, before it turns to a sheet."""
_NAMELESS = ("warning: ", "programming error: ")
_NO_HARM = ("Fontconfig", "GC Warning: Repeated allocation", "Success: compilation")

_SQUEEZED = re.compile(r".*(?:compressing over-full page|page \d+ has been compressed).*")
"""A page on which the lines stand closer than wished is still a page."""


def error_of(outcome: Outcome, *, strict: bool = False) -> EtudesError | None:
    """Return the error that a run deserves; None if it ended well and without a word.

    Parameters
    ----------
    strict : whether a page on which LilyPond had to squeeze the lines is an error too.

    Examples
    --------
    >>> print(error_of(Outcome(1, "-:3:7: error: unknown command: `\\\\nonsense'")))
    LilyPond failed with code 1: line 3, column 7: error: unknown command: `\\nonsense'
    >>> error_of(Outcome(0, "")) is None
    True
    """
    said = outcome.said if strict else _SQUEEZED.sub("", outcome.said)
    if old := _TOO_OLD.search(said):
        return MissingTool(
            f"LilyPond {old[2]} or newer is needed, and {old[1]} came; {CURE}"
        )
    if outcome.code and _NO_MEMORY.search(said):
        return EngravingError(
            f"LilyPond needed more than {MEMORY_BYTES / 2**30:g} GiB of memory; "
            "ask for fewer exercises"
        )
    if _NO_ROOM.search(said):
        return EngravingError(
            "LilyPond could not write its pages, for there is no room in the temporary "
            "folder; free some or set TMPDIR to another folder"
        )
    if outcome.signal:
        return EngravingError(_ended(outcome.signal))
    if outcome.code == 0 and (codes := _NO_GLYPH.findall(said)):
        return EngravingError(_missing(int(code, 16) for code in codes))
    words = _words(said)
    if outcome.code == 0 and not words:
        return None
    how = f"failed with code {outcome.code}" if outcome.code else "was not content"
    return EngravingError(f"LilyPond {how}: {words or 'it gave no reason'}")


def _ended(number: int) -> str:
    if number == getattr(signal, "SIGXFSZ", None):
        return (
            f"LilyPond was ended at a file of {FILE_BYTES / 2**20:g} MiB; "
            "ask for fewer exercises"
        )
    if number == getattr(signal, "SIGXCPU", None):
        return "LilyPond was ended at its limit of processor time; ask for fewer exercises"
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = str(number)
    return (
        f"LilyPond was ended from outside or broke down (signal {name}); try again, or "
        "ask for fewer exercises if the machine is short of memory"
    )


def _missing(codes: Iterable[int]) -> str:
    characters = [chr(code) for code in dict.fromkeys(codes)]
    named = ", ".join(_named(each) for each in characters[:_NAMED_AT_MOST])
    more = len(characters) - _NAMED_AT_MOST
    rest = f" and {more} more" if more > 0 else ""
    cure = what_to_install("".join(characters)) or "a font that has it"
    return f"LilyPond has no glyph for {named}{rest}; leave that out or install {cure}"


def _named(character: str) -> str:
    """A sign with its number; the number alone where a terminal could not show it."""
    number = f"U+{ord(character):04X}"
    return f"{character} ({number})" if character.isprintable() else number


def _words(said: str) -> str:
    """The first lines that say something, and where."""
    lines = _with_sheets(said)
    useful = [line for line in lines if line and not line.startswith(_NO_HARM)]
    named = [line for line in useful if "error:" in line or "warning:" in line]
    return "; ".join(_PLACE.sub(_place, line) for line in (named or useful)[:2])


def _with_sheets(said: str) -> Iterator[str]:
    """Yield the lines; before a warning that names no place, the sheet it belongs to."""
    sheet = ""
    for line in map(str.strip, said.splitlines()):
        if begins := _BEGINS.match(line):
            sheet = f"sheet {begins[1]}: "
        else:
            yield sheet + line if line.startswith(_NAMELESS) else line


def _place(match: "re.Match[str]") -> str:
    sheet = f"sheet {match[1]}, " if match[1] else ""
    return f"{sheet}line {match[2]}, column {match[3]}: "
