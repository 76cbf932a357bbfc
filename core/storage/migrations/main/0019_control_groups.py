"""Who is compared where a campaign has a control group."""


def up(migrator, db):
    db.execute_sql(
        "CREATE TABLE compared (campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE, "
        "visitor_id BIGINT NOT NULL REFERENCES visitor (id) ON DELETE CASCADE, generation INTEGER NOT NULL, "
        "revision_number INTEGER NOT NULL, control BOOLEAN NOT NULL, claimed_at BIGINT NOT NULL, reached_at BIGINT, "
        "goal_at BIGINT, PRIMARY KEY (visitor_id, campaign_id, generation))"
    )
    db.execute_sql("CREATE INDEX compared_campaign_id_claimed_at ON compared (campaign_id, claimed_at)")
    db.execute_sql("CREATE INDEX compared_goal_at ON compared (goal_at)")


def down(migrator, db):
    db.execute_sql("DROP TABLE compared")
