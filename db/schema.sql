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

