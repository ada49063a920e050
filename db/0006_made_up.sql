-- Whether a session's raters are made up: `etudes session try` says so of a session in a
-- copy of the store before they answer it there. What was tried before this was kept is
-- known by the names under which its ratings were sent.

DROP TRIGGER sessions_stay_as_made;

ALTER TABLE sessions ADD COLUMN
    made_up INTEGER NOT NULL DEFAULT 0 CHECK (made_up IN (0, 1));

UPDATE sessions SET made_up = 1 WHERE code IN (
    SELECT session_code FROM ratings JOIN trials ON trials.id = trial_id
    JOIN raters ON raters.id = rater_id WHERE submit_id GLOB 'simulated-*'
);

CREATE TRIGGER sessions_stay_as_made
BEFORE UPDATE OF code, title, design, made_at ON sessions BEGIN
    SELECT RAISE(ABORT, 'a row of sessions is never changed');
END;
CREATE TRIGGER sessions_are_made_up_before_an_answer
BEFORE UPDATE OF made_up ON sessions
WHEN NEW.made_up < OLD.made_up OR EXISTS (
    SELECT 1 FROM ratings JOIN trials ON trials.id = trial_id
    JOIN raters ON raters.id = rater_id WHERE session_code = OLD.code
)
BEGIN
    SELECT RAISE(ABORT, 'raters are made up before a session has ratings, and stay so');
END;
