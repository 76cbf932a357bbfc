"""When visitors last came, so that none is forgotten whose passport still lives; whoever is known now came just now."""

from datetime import UTC, datetime

from core.storage.fields import to_ms


def up(migrator, db):
    db.execute_sql("ALTER TABLE visitor ADD COLUMN last_seen_at BIGINT")
    db.execute_sql(f"UPDATE visitor SET last_seen_at = {to_ms(datetime.now(UTC))}")


def down(migrator, db):
    db.execute_sql("ALTER TABLE visitor DROP COLUMN last_seen_at")
