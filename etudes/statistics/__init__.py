"""Statistics of ratings and comparisons: arrays in, frozen results out, no music.

Gaps are NaN; whatever is drawn by chance takes a `numpy.random.Generator`.
"""
