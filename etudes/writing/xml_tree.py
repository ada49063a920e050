"""Elements of XML, built one after the other."""

from xml.etree.ElementTree import Element, SubElement


def add(parent: Element, tag: str, text: object = None, **attributes: str) -> Element:
    """Return a new last child of `parent`; a `_` in an attribute's name is a hyphen.

    Examples
    --------
    >>> from xml.etree.ElementTree import tostring
    >>> words = add(Element("direction-type"), "words", "dolce", font_style="italic")
    >>> tostring(words, encoding="unicode")
    '<words font-style="italic">dolce</words>'
    """
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    child = SubElement(parent, tag, named)
    if text is not None:
        child.text = str(text)
    return child
