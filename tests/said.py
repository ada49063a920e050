"""What a page says, read apart from how it is made: texts, and what is read out."""

import json
from html.parser import HTMLParser

_SPOKEN = ("alt", "aria-label", "title", "placeholder")
_SILENT = ("script", "style", "code")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        if tag in _SILENT:
            self.open.append(tag)
        self.said += [found[name] for name in _SPOKEN if name in found]
        if "data-said" in found:
            self.said += json.loads(found["data-said"]).values()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.said.append(data)


def read_page(page: str) -> tuple[str, list[str]]:
    """Return a page's language and everything that it says, without blanks around it."""
    reader = _Reader()
    reader.feed(page)
    return reader.language, [text for one in reader.said if (text := " ".join(one.split()))]
