"""The benchmark of Pearce (2005): bits a note on chorale melodies and children's songs."""
