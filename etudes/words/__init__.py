"""The words that are printed, in the language of the page."""

from etudes.words.language import LANGUAGES, Language, msgid

__all__ = ["LANGUAGES", "Language", "msgid"]
