-- Listening tests: the questions, the tests that are made of them, what students answered,
-- and questions that are asked no more.
--
-- Everything is appended. An answer that is given anew stands in a row of its own and says
-- which one it supersedes; of each answer there is a first, and each is superseded once at
-- most, so that the last one counts. Points are fractions, "9/2" or "4".

CREATE TABLE questions (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 8),
    instrument TEXT NOT NULL,
    seed TEXT NOT NULL,  -- decimal digits: a seed may pass the largest INTEGER
    features TEXT NOT NULL CHECK (json_valid(features)),
    model_digest TEXT NOT NULL,
    question TEXT NOT NULL CHECK (json_valid(question)),
    made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE INDEX questions_by_kind ON questions (kind, level, instrument);

CREATE TABLE quizzes (
    code TEXT NOT NULL PRIMARY KEY,
    first_code TEXT NOT NULL REFERENCES quizzes (code),  -- of the versions made with it
    version TEXT NOT NULL,
    quiz TEXT NOT NULL CHECK (json_valid(quiz)),
    made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TABLE quiz_questions (
    quiz_code TEXT NOT NULL REFERENCES quizzes (code),
    position INTEGER NOT NULL CHECK (position >= 0),
    question_id TEXT NOT NULL REFERENCES questions (id),
    PRIMARY KEY (quiz_code, position),
    UNIQUE (quiz_code, question_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE responses (
    id INTEGER PRIMARY KEY,
    quiz_code TEXT NOT NULL,
    question_id TEXT NOT NULL,
    student TEXT NOT NULL CHECK (length(student) BETWEEN 1 AND 80),
    given TEXT NOT NULL,  -- '' where nothing was answered
    earned TEXT NOT NULL CHECK (earned GLOB '[0-9]*'),
    possible TEXT NOT NULL CHECK (possible GLOB '[1-9]*'),
    supersedes INTEGER UNIQUE REFERENCES responses (id) CHECK (supersedes < id),
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    marked_at TEXT NOT NULL CHECK (marked_at GLOB '????-??-??T*+00:00'),
    FOREIGN KEY (quiz_code, question_id) REFERENCES quiz_questions (quiz_code, question_id)
) STRICT;

CREATE UNIQUE INDEX responses_first ON responses (quiz_code, student, question_id)
    WHERE supersedes IS NULL;
CREATE INDEX responses_by_question ON responses (question_id);

CREATE TABLE retirements (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    reason TEXT NOT NULL,
    retired_at TEXT NOT NULL CHECK (retired_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TRIGGER questions_stay_as_made BEFORE UPDATE ON questions BEGIN
    SELECT RAISE(ABORT, 'a stored question is never changed');
END;
CREATE TRIGGER questions_are_kept BEFORE DELETE ON questions BEGIN
    SELECT RAISE(ABORT, 'a stored question is never deleted');
END;
CREATE TRIGGER quizzes_stay_as_made BEFORE UPDATE ON quizzes BEGIN
    SELECT RAISE(ABORT, 'a stored test is never changed');
END;
CREATE TRIGGER quizzes_are_kept BEFORE DELETE ON quizzes BEGIN
    SELECT RAISE(ABORT, 'a stored test is never deleted');
END;
CREATE TRIGGER quiz_questions_stay_as_made BEFORE UPDATE ON quiz_questions BEGIN
    SELECT RAISE(ABORT, 'a stored test is never changed');
END;
CREATE TRIGGER quiz_questions_are_kept BEFORE DELETE ON quiz_questions BEGIN
    SELECT RAISE(ABORT, 'a stored test is never deleted');
END;
CREATE TRIGGER responses_stay_as_marked BEFORE UPDATE ON responses BEGIN
    SELECT RAISE(ABORT, 'a stored answer is never changed; a new one supersedes it');
END;
CREATE TRIGGER responses_are_kept BEFORE DELETE ON responses BEGIN
    SELECT RAISE(ABORT, 'a stored answer is never deleted');
END;
CREATE TRIGGER responses_follow_their_own BEFORE INSERT ON responses
WHEN NEW.supersedes IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM responses WHERE id = NEW.supersedes AND quiz_code = NEW.quiz_code
    AND question_id = NEW.question_id AND student = NEW.student
)
BEGIN
    SELECT RAISE(ABORT, 'an answer supersedes one of the same student and question only');
END;
CREATE TRIGGER retirements_stay_as_made BEFORE UPDATE ON retirements BEGIN
    SELECT RAISE(ABORT, 'a retirement is never changed');
END;
CREATE TRIGGER retirements_are_kept BEFORE DELETE ON retirements BEGIN
    SELECT RAISE(ABORT, 'a retirement is never deleted');
END;
