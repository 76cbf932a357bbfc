"""Which visitors have the chat in a tab that they look at."""


def up(migrator, db):
    db.execute_sql(
        "CREATE TABLE open_tab (site_id INTEGER NOT NULL, visitor_key VARCHAR(64) NOT NULL, seen_at BIGINT NOT NULL, "
        "PRIMARY KEY (site_id, visitor_key))"
    )
    db.execute_sql("CREATE INDEX open_tab_seen_at ON open_tab (seen_at)")


def down(migrator, db):
    db.execute_sql("DROP TABLE open_tab")
