"""Items written down: LilyPond, MusicXML, MIDI and ABC, a module each.

Nothing is imported here: a page needs only one of them.
"""
