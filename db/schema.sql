-- The store's schema after all migrations; generated, do not edit:
-- python -m etudes.store > db/schema.sql

CREATE TABLE migration_hashes (
    name TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT;

CREATE TABLE requests (
    id TEXT NOT NULL PRIMARY KEY,  -- SHA-256 of the JSON
    request TEXT NOT NULL CHECK (json_valid(request)),
    made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TABLE models (
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (name, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    item_index INTEGER NOT NULL CHECK (item_index >= 0),
    seed TEXT NOT NULL,  -- decimal digits: a seed may pass the largest INTEGER
    instrument TEXT NOT NULL,
    level_asked INTEGER NOT NULL CHECK (level_asked BETWEEN 1 AND 8),
    level_measured REAL NOT NULL,
    model_name TEXT NOT NULL,
    model_digest TEXT NOT NULL,
    melody TEXT NOT NULL CHECK (json_valid(melody)),  -- written pitch
    tempo TEXT NOT NULL CHECK (json_valid(tempo)),
    descriptors TEXT NOT NULL CHECK (json_valid(descriptors)),
    bits_per_note REAL NOT NULL,
    mass_removed REAL NOT NULL,
    made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T*+00:00'), sampling TEXT CHECK (sampling IS NULL OR json_valid(sampling)), markings TEXT CHECK (markings IS NULL OR json_valid(markings)),
    FOREIGN KEY (model_name, model_digest) REFERENCES models (name, digest)
) STRICT;

CREATE INDEX items_by_request ON items (request_id);

CREATE INDEX items_by_made_at ON items (made_at);

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    written_at TEXT NOT NULL CHECK (written_at GLOB '????-??-??T*+00:00'),
    UNIQUE (path, sha256)
) STRICT;

CREATE TABLE file_items (
    item_id TEXT NOT NULL REFERENCES items (id),
    file_id INTEGER NOT NULL REFERENCES files (id),
    PRIMARY KEY (item_id, file_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER requests_stay_as_made BEFORE UPDATE ON requests BEGIN
    SELECT RAISE(ABORT, 'a stored request is never changed');
END;

CREATE TRIGGER requests_are_kept BEFORE DELETE ON requests BEGIN
    SELECT RAISE(ABORT, 'a stored request is never deleted');
END;

CREATE TRIGGER items_stay_as_made BEFORE UPDATE ON items BEGIN
    SELECT RAISE(ABORT, 'a stored item is never changed');
END;

CREATE TRIGGER items_are_kept BEFORE DELETE ON items BEGIN
    SELECT RAISE(ABORT, 'a stored item is never deleted');
END;

CREATE TABLE sheets (
    code TEXT NOT NULL PRIMARY KEY,
    layout TEXT NOT NULL CHECK (json_valid(layout)),
    made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TABLE sheet_items (
    sheet_code TEXT NOT NULL REFERENCES sheets (code),
    position INTEGER NOT NULL CHECK (position >= 0),
    item_id TEXT NOT NULL REFERENCES items (id),
    PRIMARY KEY (sheet_code, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX sheet_items_by_item ON sheet_items (item_id);

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

