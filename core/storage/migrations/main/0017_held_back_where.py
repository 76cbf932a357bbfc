"""On which page and to whom a message was held back; empty for what was held back before anybody noted it."""

COLUMNS = {
    "page_url": "TEXT NOT NULL DEFAULT ''",
    "country": "VARCHAR(2) NOT NULL DEFAULT ''",
    "device": "VARCHAR(8) NOT NULL DEFAULT ''",
    "language": "VARCHAR(16) NOT NULL DEFAULT ''",
}


def up(migrator, db):
    for name, kind in COLUMNS.items():
        db.execute_sql(f"ALTER TABLE held_back ADD COLUMN {name} {kind}")
    db.execute_sql("DELETE FROM daily_mark")  # days are counted anew, by the new columns too


def down(migrator, db):
    for name in COLUMNS:
        db.execute_sql(f"ALTER TABLE held_back DROP COLUMN {name}")
