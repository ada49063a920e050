"""The SoundFont `etudes.sf2`, and how it is cut out of FluidR3."""
