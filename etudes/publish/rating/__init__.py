"""The report of a rating session: what was found in words, tables and plots."""
