-- The signs at the notes of each item (slurs, bows, dynamics, fingers, words): they are drawn
-- with it and stand in every format. NULL for items that were made before there were any.
--
-- A sheet is what was printed: its code makes it again on any machine with the same model.
-- `layout` says how it is laid out, and the items stand in it in order.

ALTER TABLE items ADD COLUMN
    markings TEXT CHECK (markings IS NULL OR json_valid(markings));

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
