"""What a rater is told with a personal link, in the language of the session."""

from etudes.rating.pace import minutes_of, span_of
from etudes.rating.session import Session


def invitation(session: Session) -> str:
    """Return a few lines to send to a rater; the personal link comes after the last one."""
    language = session.language
    own = session.trials_of(session.raters[0].id)
    pairs = sum(trial.is_pair for trial in own)
    least, most = span_of(minutes_of(len(own) - pairs, pairs))
    return "\n".join(
        (
            language.text(
                "You are invited to rate short pieces of music as a teacher: “{title}”.",
                title=session.title,
            ),
            language.text(
                "It takes some {least} to {most} minutes; you may stop whenever you like "
                "and go on later.",
                least=least,
                most=most,
            ),
            language.text("Your answers are kept under a number, without your name."),
            language.text("Please open this link; it is for you alone:"),
        )
    )
