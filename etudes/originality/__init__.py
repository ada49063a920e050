"""Whether music is new: runs of notes that it shares with what a model learnt from."""
