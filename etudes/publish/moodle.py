"""Moodle XML: each exercise a task to play it and hand in a recording.

Source: docs.moodle.org/en/Moodle_XML_format; pictures and sound travel inside the file.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from etudes.item.item import Item
from etudes.tables import Instrument
from etudes.words import Language
from etudes.writing.text import printable

_SETTINGS = {
    "defaultgrade": "1",
    "penalty": "0",
    "hidden": "0",
    "responseformat": "noinline",
    "responserequired": "0",
    "attachments": "1",
    "attachmentsrequired": "1",
}


def moodle_quiz(
    items: Sequence[Item],
    pictures: Sequence[bytes],
    more: Sequence[Mapping[str, bytes]],
    instrument: Instrument,
    language: Language,
    title: str,
) -> bytes:
    """Return a question bank as Moodle XML, one essay question with attachment an item.

    Parameters
    ----------
    pictures : a PNG of each exercise, in order.
    more : other files of each exercise by name, linked beneath its picture.
    title : the category's name.
    """
    title, label = printable(title), printable(instrument.label)
    quiz = Element("quiz")
    category = SubElement(quiz, "question", type="category")
    _text(category, "category", f"$course$/top/{title.replace('/', ' ')}")
    for number, (item, picture, files) in enumerate(
        zip(items, pictures, more, strict=True), start=1
    ):
        question = SubElement(quiz, "question", type="essay")
        level = language.text("Level {number}", number=item.level_asked)
        _text(question, "name", f"{label}, {level}, {number}")
        told = language.text("Play this exercise and hand in a recording.")
        name = f"etude-{item.id}.png"
        links = "".join(
            f'<p><a href="@@PLUGINFILE@@/{escape(file)}">{escape(file)}</a></p>'
            for file in files
        )
        html = (
            f"<p>{escape(told)}</p>"
            f'<p><img src="@@PLUGINFILE@@/{name}" alt="{escape(level)}"></p>{links}'
        )
        asked = _text(question, "questiontext", html, format="html")
        for file, content in {name: picture, **files}.items():
            embedded = SubElement(asked, "file", name=file, path="/", encoding="base64")
            embedded.text = b64encode(content).decode()
        for setting, value in _SETTINGS.items():
            SubElement(question, setting).text = value
        _text(question, "graderinfo", f"{item.melody.key}; {item.id}", format="html")
    indent(quiz)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (head + tostring(quiz, encoding="unicode")).encode()


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    SubElement(element, "text").text = text
    return element
