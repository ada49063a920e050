"""Bringing the catalogues up to date: new messages in, old ones out, compiled again.

It needs Babel, which comes with the development tools.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from etudes.paths import write_whole
from etudes.words.catalogues.messages import Message

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = Path(__file__).parent
_STEM = "LC_MESSAGES/etudes"
_SOME_DATE = "2000-01-01 00:00+0000"
"""The date of a run would change every file."""
_ONE_OR_MANY = "nplurals=2; plural=(n != 1);"
_PLURALS = {
    "de": _ONE_OR_MANY,
    "fr": "nplurals=2; plural=(n > 1);",
    "es": _ONE_OR_MANY,
    "it": _ONE_OR_MANY,
    "zh": "nplurals=1; plural=0;",
    "ja": "nplurals=1; plural=0;",
}
"""Without the form for whole millions that some languages have."""
_WIDE = 10_000
"""One line a message, however long, so that changes are easy to see."""


def po_path(language: str) -> Path:
    """Return the file that translators edit."""
    return FOLDER / language / f"{_STEM}.po"


def mo_path(language: str) -> Path:
    """Return the file that is read when a page is made."""
    return FOLDER / language / f"{_STEM}.mo"


def refresh(language: str, wanted: tuple[Message, ...]) -> tuple[str, ...]:
    """Bring a language's two files up to date; return what has no translation yet.

    A message that is new stands in the `.po` file with an empty translation, and English
    is printed until it has one.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    catalog = updated(read(language), language, wanted)
    write_whole(po_path(language), po_bytes(catalog))
    write_whole(mo_path(language), mo_bytes(catalog))
    return tuple(
        message.english
        for message in wanted
        if not any(_texts(catalog, message.english)) or catalog[message.english].fuzzy
    )


def read(language: str) -> "Catalog":
    """Return the catalogue that a language's `.po` file holds; an empty one without it."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    path = po_path(language)
    if not path.is_file():
        return Catalog(locale=language)
    return read_po(BytesIO(path.read_bytes()), locale=language)


def updated(old: "Catalog", language: str, wanted: tuple[Message, ...]) -> "Catalog":
    """Return a catalogue of just the messages wanted, with what was translated before."""
    from babel.messages.catalog import Catalog

    new = Catalog(
        locale=language,
        project="etudes",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team=language,
        fuzzy=False,
        header_comment="# The words of etudes; docs/languages.md says how to translate.",
    )
    new.mime_headers = [
        ("POT-Creation-Date", _SOME_DATE),
        ("PO-Revision-Date", _SOME_DATE),
        ("Plural-Forms", _PLURALS[language]),
    ]
    for message in wanted:
        known = old.get(message.english)
        ids = (message.english, message.plural) if message.plural else message.english
        string = known.string if known and known.id == ids else None
        new.add(ids, string=string, flags=known.flags if known else ())
    return new


def po_bytes(catalog: "Catalog") -> bytes:
    """Return the catalogue as translators edit it."""
    from babel.messages.pofile import write_po

    file = BytesIO()
    write_po(file, catalog, width=_WIDE, omit_header=False)
    return file.getvalue()


def mo_bytes(catalog: "Catalog") -> bytes:
    """Return the catalogue compiled, without what is not translated or is marked fuzzy."""
    from babel.messages.mofile import write_mo

    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _texts(catalog: "Catalog", english: str) -> tuple[str, ...]:
    message = catalog.get(english)
    string = message.string if message else ""
    return (string,) if isinstance(string, str) else tuple(string or ())
