"""Print the schema of a new store: `python -m etudes.store > db/schema.sql`."""

import sys
from pathlib import Path

from etudes.store.migrations import schema
from etudes.store.store import Store

with Store.open(Path(":memory:")) as store:
    sys.stdout.write(
        "-- The store's schema after all migrations; generated, do not edit:\n"
        "-- python -m etudes.store > db/schema.sql\n\n"
    )
    sys.stdout.write(schema(store.connection))
