"""Items written down: LilyPond, MusicXML, MIDI and ABC."""

from etudes.writing.abc import abc
from etudes.writing.lilypond import ly_string, melody_source, sheet_source
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml

__all__ = ["abc", "ly_string", "melody_source", "midi", "musicxml", "sheet_source"]
