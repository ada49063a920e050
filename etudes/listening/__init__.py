"""Listening tests: the model proposes the melodies, and what is right is known."""

from etudes.listening.codec import quiz_from_json, quiz_to_json
from etudes.listening.kind import Kind, kind, kinds
from etudes.listening.making import questions
from etudes.listening.passage import Passage, sound_of
from etudes.listening.question import LETTERS, Option, Place, Question
from etudes.listening.quiz import Quiz, deal, quiz_code
from etudes.listening.script import Cue, cues_of, script, seconds_of

__all__ = [
    "LETTERS",
    "Cue",
    "Kind",
    "Option",
    "Passage",
    "Place",
    "Question",
    "Quiz",
    "cues_of",
    "deal",
    "kind",
    "kinds",
    "questions",
    "quiz_code",
    "quiz_from_json",
    "quiz_to_json",
    "script",
    "seconds_of",
    "sound_of",
]
