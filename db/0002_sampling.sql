-- How each item was drawn: effective sample sizes, what the rules cost, and for each event
-- what the model spends on it and how much of its choices the rules took.
-- NULL for items that were made before this was kept.

ALTER TABLE items ADD COLUMN
    sampling TEXT CHECK (sampling IS NULL OR json_valid(sampling));
