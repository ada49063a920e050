"""What a page holds, read as a browser reads it: elements, attributes, text.

A pattern over the page's source would take a comment that quotes a tag for the tag.
"""

from html.parser import HTMLParser


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def names(self) -> set[str]:
        """Every name of an element or an attribute."""
        return {name for tag, attributes in self.tags for name in (tag, *attributes)}
