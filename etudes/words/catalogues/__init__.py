"""The translations: one gettext catalogue for each language, and what they must hold."""
