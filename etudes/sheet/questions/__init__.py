"""Questions to answer before playing: what can be asked, and which two are."""

from etudes.sheet.questions.choose import Question, questions

__all__ = ["Question", "questions"]
