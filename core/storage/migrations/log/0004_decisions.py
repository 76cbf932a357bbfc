"""What was decided about claims, with what was observed, so that it can be explained later."""


def up(migrator, db):
    db.execute_sql(
        "CREATE TABLE decision (key VARCHAR(32) NOT NULL PRIMARY KEY, site_id INTEGER NOT NULL, "
        "visitor_key VARCHAR(64) NOT NULL, campaign_id INTEGER NOT NULL, revision_number INTEGER NOT NULL, "
        "page_view VARCHAR(32) NOT NULL, at BIGINT NOT NULL, outcome VARCHAR(20) NOT NULL, facts TEXT NOT NULL)"
    )
    db.execute_sql("CREATE INDEX decision_at ON decision (at)")
    db.execute_sql("CREATE INDEX decision_page_view ON decision (page_view)")
    db.execute_sql("CREATE INDEX decision_campaign_id_at ON decision (campaign_id, at)")
    db.execute_sql("CREATE INDEX decision_site_id_visitor_key ON decision (site_id, visitor_key)")


def down(migrator, db):
    db.execute_sql("DROP TABLE decision")
