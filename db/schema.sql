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

CREATE TABLE sessions (
    code TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    design TEXT NOT NULL CHECK (json_valid(design)),
    made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T*+00:00')
, made_up INTEGER NOT NULL DEFAULT 0 CHECK (made_up IN (0, 1))) STRICT;

CREATE TABLE session_events (
    id INTEGER PRIMARY KEY,
    session_code TEXT NOT NULL REFERENCES sessions (code),
    event TEXT NOT NULL CHECK (event IN ('opened', 'closed')),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TABLE media (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    media_type TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE stimuli (
    id TEXT NOT NULL PRIMARY KEY,
    session_code TEXT NOT NULL REFERENCES sessions (code),
    item_id TEXT NOT NULL REFERENCES items (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 8),  -- that it is shown as
    instrument TEXT NOT NULL,  -- likewise
    origin TEXT NOT NULL CHECK (origin IN ('model', 'human', 'baseline', 'anchor')),
    system TEXT NOT NULL,
    source TEXT NOT NULL,  -- of a human tune: collection and title; else ''
    expected TEXT NOT NULL CHECK (json_valid(expected)),  -- of an anchor; else {}
    score_sha256 TEXT NOT NULL REFERENCES media (sha256),
    sound_sha256 TEXT NOT NULL REFERENCES media (sha256)
) STRICT;

CREATE INDEX stimuli_by_session ON stimuli (session_code);

CREATE TABLE raters (
    id TEXT NOT NULL PRIMARY KEY,  -- a pseudonym: the session's code and a number
    session_code TEXT NOT NULL REFERENCES sessions (code),
    number INTEGER NOT NULL CHECK (number >= 1),
    UNIQUE (session_code, number)
) STRICT;

CREATE TABLE rater_names (
    rater_id TEXT NOT NULL PRIMARY KEY REFERENCES raters (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200)
) STRICT;

CREATE TABLE rater_facts (
    id INTEGER PRIMARY KEY,
    rater_id TEXT NOT NULL REFERENCES raters (id),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    told_at TEXT NOT NULL CHECK (told_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TABLE invitations (
    token_sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(token_sha256) = 64),
    rater_id TEXT NOT NULL REFERENCES raters (id),
    issued_at TEXT NOT NULL CHECK (issued_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE INDEX invitations_by_rater ON invitations (rater_id);

CREATE TABLE trials (
    id TEXT NOT NULL PRIMARY KEY,
    rater_id TEXT NOT NULL REFERENCES raters (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    phase TEXT NOT NULL CHECK (phase IN ('training', 'main')),
    left_id TEXT NOT NULL REFERENCES stimuli (id),
    right_id TEXT REFERENCES stimuli (id) CHECK (right_id != left_id),
    repeats TEXT REFERENCES trials (id),
    UNIQUE (rater_id, position)
) STRICT;

CREATE TABLE ratings (
    id INTEGER PRIMARY KEY,
    submit_id TEXT NOT NULL UNIQUE CHECK (length(submit_id) BETWEEN 8 AND 64),
    trial_id TEXT NOT NULL REFERENCES trials (id),
    choice TEXT CHECK (choice IN ('left', 'right', 'equal')),
    comment TEXT NOT NULL CHECK (length(comment) <= 2000),
    seconds REAL CHECK (seconds >= 0),  -- by the rater's own steady clock
    plays INTEGER NOT NULL CHECK (plays >= 0),
    is_heard INTEGER CHECK (is_heard IN (0, 1)),  -- to its end; NULL where nobody can know
    way TEXT NOT NULL CHECK (way IN ('terminal', 'page')),
    form TEXT NOT NULL,  -- edition of the questions that were asked
    supersedes INTEGER UNIQUE REFERENCES ratings (id) CHECK (supersedes < id),
    rated_at TEXT NOT NULL CHECK (rated_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE UNIQUE INDEX ratings_first ON ratings (trial_id) WHERE supersedes IS NULL;

CREATE INDEX ratings_by_trial ON ratings (trial_id);

CREATE TABLE rating_values (
    rating_id INTEGER NOT NULL REFERENCES ratings (id),
    scale TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 7),
    PRIMARY KEY (rating_id, scale)
) STRICT, WITHOUT ROWID;

CREATE TABLE learnt (
    digest TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('scale', 'preference')),
    content TEXT NOT NULL CHECK (json_valid(content)),
    learnt_at TEXT NOT NULL CHECK (learnt_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TABLE adoptions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('scale', 'preference')),
    digest TEXT REFERENCES learnt (digest),  -- NULL: back to what is shipped
    adopted_at TEXT NOT NULL CHECK (adopted_at GLOB '????-??-??T*+00:00')
) STRICT;

CREATE TRIGGER sessions_are_kept BEFORE DELETE ON sessions BEGIN
    SELECT RAISE(ABORT, 'a row of sessions is never deleted');
END;

CREATE TRIGGER session_events_stay_as_made BEFORE UPDATE ON session_events BEGIN
    SELECT RAISE(ABORT, 'a row of session_events is never changed');
END;

CREATE TRIGGER session_events_are_kept BEFORE DELETE ON session_events BEGIN
    SELECT RAISE(ABORT, 'a row of session_events is never deleted');
END;

CREATE TRIGGER media_stay_as_made BEFORE UPDATE ON media BEGIN
    SELECT RAISE(ABORT, 'a row of media is never changed');
END;

CREATE TRIGGER media_are_kept BEFORE DELETE ON media BEGIN
    SELECT RAISE(ABORT, 'a row of media is never deleted');
END;

CREATE TRIGGER stimuli_stay_as_made BEFORE UPDATE ON stimuli BEGIN
    SELECT RAISE(ABORT, 'a row of stimuli is never changed');
END;

CREATE TRIGGER stimuli_are_kept BEFORE DELETE ON stimuli BEGIN
    SELECT RAISE(ABORT, 'a row of stimuli is never deleted');
END;

CREATE TRIGGER raters_stay_as_made BEFORE UPDATE ON raters BEGIN
    SELECT RAISE(ABORT, 'a row of raters is never changed');
END;

CREATE TRIGGER raters_are_kept BEFORE DELETE ON raters BEGIN
    SELECT RAISE(ABORT, 'a row of raters is never deleted');
END;

CREATE TRIGGER rater_facts_stay_as_made BEFORE UPDATE ON rater_facts BEGIN
    SELECT RAISE(ABORT, 'a row of rater_facts is never changed');
END;

CREATE TRIGGER rater_facts_are_kept BEFORE DELETE ON rater_facts BEGIN
    SELECT RAISE(ABORT, 'a row of rater_facts is never deleted');
END;

CREATE TRIGGER invitations_stay_as_made BEFORE UPDATE ON invitations BEGIN
    SELECT RAISE(ABORT, 'a row of invitations is never changed');
END;

CREATE TRIGGER invitations_are_kept BEFORE DELETE ON invitations BEGIN
    SELECT RAISE(ABORT, 'a row of invitations is never deleted');
END;

CREATE TRIGGER trials_stay_as_made BEFORE UPDATE ON trials BEGIN
    SELECT RAISE(ABORT, 'a row of trials is never changed');
END;

CREATE TRIGGER trials_are_kept BEFORE DELETE ON trials BEGIN
    SELECT RAISE(ABORT, 'a row of trials is never deleted');
END;

CREATE TRIGGER ratings_stay_as_made BEFORE UPDATE ON ratings BEGIN
    SELECT RAISE(ABORT, 'a row of ratings is never changed');
END;

CREATE TRIGGER ratings_are_kept BEFORE DELETE ON ratings BEGIN
    SELECT RAISE(ABORT, 'a row of ratings is never deleted');
END;

CREATE TRIGGER rating_values_stay_as_made BEFORE UPDATE ON rating_values BEGIN
    SELECT RAISE(ABORT, 'a row of rating_values is never changed');
END;

CREATE TRIGGER rating_values_are_kept BEFORE DELETE ON rating_values BEGIN
    SELECT RAISE(ABORT, 'a row of rating_values is never deleted');
END;

CREATE TRIGGER learnt_stay_as_made BEFORE UPDATE ON learnt BEGIN
    SELECT RAISE(ABORT, 'a row of learnt is never changed');
END;

CREATE TRIGGER learnt_are_kept BEFORE DELETE ON learnt BEGIN
    SELECT RAISE(ABORT, 'a row of learnt is never deleted');
END;

CREATE TRIGGER adoptions_stay_as_made BEFORE UPDATE ON adoptions BEGIN
    SELECT RAISE(ABORT, 'a row of adoptions is never changed');
END;

CREATE TRIGGER adoptions_are_kept BEFORE DELETE ON adoptions BEGIN
    SELECT RAISE(ABORT, 'a row of adoptions is never deleted');
END;

CREATE TRIGGER ratings_follow_their_own BEFORE INSERT ON ratings
WHEN NEW.supersedes IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM ratings WHERE id = NEW.supersedes AND trial_id = NEW.trial_id
)
BEGIN
    SELECT RAISE(ABORT, 'a rating supersedes one of the same trial only');
END;

CREATE TRIGGER ratings_answer_what_was_asked BEFORE INSERT ON ratings
WHEN (NEW.choice IS NULL) != (
    (SELECT right_id FROM trials WHERE id = NEW.trial_id) IS NULL
)
BEGIN
    SELECT RAISE(ABORT, 'a pair is answered by a choice, one piece by values');
END;

CREATE TRIGGER trials_show_their_session BEFORE INSERT ON trials
WHEN EXISTS (
    SELECT 1 FROM stimuli, raters WHERE raters.id = NEW.rater_id
    AND stimuli.id IN (NEW.left_id, NEW.right_id)
    AND stimuli.session_code != raters.session_code
)
BEGIN
    SELECT RAISE(ABORT, 'a trial shows pieces of its own session only');
END;

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

