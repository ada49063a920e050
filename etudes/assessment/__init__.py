"""How well a student hears: answers marked, abilities estimated, items judged."""
