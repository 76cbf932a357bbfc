"""Events that pages tell of, beside the page views."""


def up(migrator, db):
    db.execute_sql(
        "CREATE TABLE page_event (site_id INTEGER NOT NULL, visitor_key VARCHAR(64) NOT NULL, id VARCHAR(32) NOT NULL, "
        "page_view VARCHAR(32) NOT NULL, at BIGINT NOT NULL, name VARCHAR(64) NOT NULL, properties TEXT NOT NULL, "
        "url TEXT NOT NULL, PRIMARY KEY (site_id, visitor_key, id))"
    )
    db.execute_sql("CREATE INDEX page_event_at ON page_event (at)")


def down(migrator, db):
    db.execute_sql("DROP TABLE page_event")
