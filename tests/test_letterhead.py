"""A teacher's own head and foot: printed as they are, or refused in one line."""

from pathlib import Path

import pytest
from sheets import Sheet, sections_of

from etudes.errors import EtudesError
from etudes.sheet import Layout
from etudes.sheet.letterhead import NAMES, Letterhead, read_letterhead
from etudes.writing.sheet import sections_source

GOOD = """
school = "St Mary's School"
teacher = "Room 4"
title = "Week 12"
subtitle = "Open strings"
header = ["{school}", "", "{teacher}"]
footer = ["{code}", "{title}: {instrument}, {level}", "{page} of {pages}"]
lines = ["name", "score"]
"""


def file_of(text: str | bytes, folder: Path) -> Path:
    path = folder / "own.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> str:
    """What is said of a file; always one line."""
    with pytest.raises(EtudesError) as caught:
        read_letterhead(path)
    said = str(caught.value)
    assert "\n" not in said and said
    return said


def sheet_of(letterhead: Letterhead) -> str:
    sheet = Sheet((("violin", (1,)),), Layout())
    return sections_source(
        sections_of(sheet), sheet.layout, code="violin.1.7.k7mq3", letterhead=letterhead
    )


def test_every_field_is_read(tmp_path: Path) -> None:
    """School, teacher, title, subtitle, head and foot, and the lines to fill in."""
    assert read_letterhead(file_of(GOOD, tmp_path)) == Letterhead(
        school="St Mary's School",
        teacher="Room 4",
        title="Week 12",
        subtitle="Open strings",
        header=("{school}", "", "{teacher}"),
        footer=("{code}", "{title}: {instrument}, {level}", "{page} of {pages}"),
        lines=("name", "score"),
    )


def test_it_stands_on_the_sheet(tmp_path: Path) -> None:
    """Names are filled in, and the title takes the place of the sheet's own."""
    source = sheet_of(read_letterhead(file_of(GOOD, tmp_path)))

    for text in ("St Mary's School", "Room 4", "Week 12", "Open strings", "Violin"):
        assert f'"{text}"' in source
    assert '"violin.1.7.k7mq3"' in source
    assert '"Études"' not in source


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    """Whatever is left out stays the sheet's own."""
    empty = read_letterhead(file_of("", tmp_path))

    assert sheet_of(empty) == sheet_of(Letterhead())


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_filled_in(name: str) -> None:
    """No braces are left on the page."""
    source = sheet_of(Letterhead(school="S", teacher="T", footer=(f"{{{name}}}",)))

    assert f"{{{name}}}" not in source


@pytest.mark.parametrize(("exercises", "room"), [(1, "0"), (90, "00")])
def test_the_number_of_pages_has_the_room_it_needs(exercises: int, room: str) -> None:
    """One figure on a short sheet, so that "1/2" has no gap; two where there are ten."""
    sheet = Sheet((("violin", (4,) * exercises),), Layout())
    own = Letterhead(footer=("{page}/{pages}",))
    source = sections_source(
        sections_of(sheet), sheet.layout, code="violin.4.7.k7mq3", letterhead=own
    )

    assert f'pageCount = \\markup \\page-ref #\'lastPage "{room}" ""' in source
    assert '"/" \\pageCount' in source


def test_a_brace_is_written_twice() -> None:
    """As in "{{a}}", which prints {a}."""
    assert '"{" "a}"' in sheet_of(Letterhead(header=("{{a}}",)))


def test_windows_files_are_read(tmp_path: Path) -> None:
    """With a byte order mark and carriage returns."""
    text = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()

    assert read_letterhead(file_of(text, tmp_path)).title == "Week 12"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('school = "a', "line 1"),
        ('#(system "touch canary")\n#(exit)\n(a', "line 3"),
        ('<?xml version="1.0"?><a/>', "TOML was expected"),
        ('colour = "red"', "'colour' is no field of a letterhead"),
        ('[school]\nname = "a"', "'school' is expected to be a text"),
        ("school = 4", "'school' is expected to be a text"),
        ('header = "a"', "'header' is expected to be a list of texts"),
        ('header = ["a", 4]', "'header' is expected to be a list of texts"),
        ('header = ["a", "b", "c", "d"]', "at most 3 texts"),
        ('lines = ["grade"]', "lines are among name, date, score"),
        ('footer = ["{shool}"]', "the names are school, teacher"),
        ('footer = ["{school.__class__}"]', "the names are school, teacher"),
        ('footer = ["{school!r}"]', "the names are school, teacher"),
        ('footer = ["{school:>9999999}"]', "the names are school, teacher"),
        ('footer = ["{0}"]', "the names are school, teacher"),
        ('footer = ["{}"]', "the names are school, teacher"),
        ('footer = ["{school"]', "write {{ for a brace"),
        ('footer = ["}"]', "write {{ for a brace"),
        (f'school = "{"a" * 81}"', "at most 80 letters, not 81"),
        (f'header = ["{"a" * 10_000}"]', "at most 8192 bytes"),
        (f"# {'a' * 8192}", "at most 8192 bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "UTF-8"),
        (b'school = "a\x00b"', "own.toml"),
        (GOOD.encode("utf-16"), "UTF-8"),
        ("a = " + "[" * 4000, "own.toml"),
    ],
    ids=lambda value: str(value)[:24].encode("ascii", "replace").decode(),
)
def test_a_wrong_file_is_refused(text: str | bytes, said: str, tmp_path: Path) -> None:
    """With what was expected, in one line that names the file."""
    told = refused(file_of(text, tmp_path))

    assert said in told
    assert "own.toml" in told
    assert len(told) < 1000


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there, and a folder."""
    assert "no.toml" in refused(tmp_path / "no.toml")
    assert str(tmp_path) in refused(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        '#(system "touch canary")',
        "$(exit 3)",
        'a" } #(exit 3) { "',
        '\\include "/etc/passwd"',
        '\\markup { \\verbatim-file #"/etc/passwd" }',
        "%{ a comment",
        "back\\",
    ],
)
def test_code_is_printed_as_text(text: str) -> None:
    """Outside quotation marks the sheet is the same as with a harmless word."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    hostile = Letterhead(school=text, title=text, footer=("{school}", doubled))
    harmless = Letterhead(school="a", title="a", footer=("{school}", "a"))

    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    assert sheet_of(hostile).count(f'"{quoted}"') >= 2
    assert outside_strings(sheet_of(hostile)) == outside_strings(sheet_of(harmless))


def outside_strings(source: str) -> list[str]:
    """Return the words of LilyPond source without what stands in quotation marks."""
    outside: list[str] = []
    inside = escaped = False
    for character in source:
        if inside:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                inside = False
        elif character == '"':
            inside = True
        else:
            outside.append(character)
    assert not inside
    return "".join(outside).split()
