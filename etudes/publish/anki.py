"""Anki decks: an exercise on the front of each card, what is in it on the back.

Source: github.com/kerrickstaley/genanki; a note's identity is the item's id, so that a deck
imported again brings no card twice.
"""

from collections.abc import Sequence
from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from etudes.item.item import Item
from etudes.tables import Instrument
from etudes.words import Language
from etudes.writing.archive import archive, unpacked
from etudes.writing.text import printable

_TIMESTAMP = 1_700_000_000.0
"""Seconds since 1970 that every deck tells, so that equal decks are equal bytes."""
_MODEL_ID = 1_607_392_841
_CARD = {
    "name": "Exercise",
    "qfmt": '<div class="music">{{Music}}</div>',
    "afmt": '{{FrontSide}}<hr id="answer">{{Facts}}<p class="id">{{Id}}</p>',
}
_STYLE = (
    ".card { font-family: sans-serif; text-align: center } "
    ".card { background: white; color: black } "
    ".music img { max-width: 100% } .id { font-size: small; color: #555 }"
)


def anki_deck(
    items: Sequence[Item],
    pictures: Sequence[bytes],
    instrument: Instrument,
    language: Language,
    title: str,
) -> bytes:
    """Return an Anki package (.apkg) with a card for each exercise.

    Parameters
    ----------
    pictures : a PNG of each exercise, in order.
    title : the deck's name.
    """
    import genanki

    kind = genanki.Model(
        _MODEL_ID,
        "Étude",
        fields=[{"name": name} for name in ("Id", "Music", "Facts")],
        templates=[_CARD],
        css=_STYLE,
    )
    title = printable(title)
    deck = genanki.Deck(_number("deck " + title), title)
    with TemporaryDirectory(prefix="etudes-") as folder:
        media = []
        for item, picture in zip(items, pictures, strict=True):
            file = Path(folder) / f"etude-{item.id}.png"
            file.write_bytes(picture)
            media.append(str(file))
            fields = [
                item.id,
                f'<img src="{file.name}">',
                _facts(item, instrument, language),
            ]
            deck.add_note(
                genanki.Note(kind, fields, guid=genanki.guid_for("etudes", item.id))
            )
        target = BytesIO()
        genanki.Package(deck, media).write_to_file(target, timestamp=_TIMESTAMP)
    return archive(unpacked(target.getvalue()))


def _facts(item: Item, instrument: Instrument, language: Language) -> str:
    melody, tempo = item.melody, item.tempo
    facts = [
        printable(instrument.label),
        language.text("Level {number}", number=item.level_asked),
        *([] if instrument.unpitched else [language.key(melody.key)]),
        str(melody.time_signature),
        f"{tempo.word} {tempo.beats_per_minute}".strip(),
    ]
    return "<br>".join(map(escape, facts))


def _number(text: str) -> int:
    """A number of 31 bits, as Anki tells decks apart."""
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") >> 1
