"""Displays counted by the day; the claims that frequency refused; when something last became of a display.

Displays were counted by the hour in which things happened. They are counted anew, by the day of their claim.
"""


def up(migrator, db):
    db.execute_sql("ALTER TABLE display ADD COLUMN news_at BIGINT")
    db.execute_sql("CREATE INDEX display_news_at ON display (news_at)")
    db.execute_sql(
        "CREATE TABLE held_back (campaign_id INTEGER NOT NULL, page_view VARCHAR(32) NOT NULL, "
        "revision_number INTEGER NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (campaign_id, page_view))"
    )
    db.execute_sql("CREATE INDEX held_back_campaign_id_at ON held_back (campaign_id, at)")
    db.execute_sql(
        "CREATE TABLE daily_count (site_id INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE, "
        "dimension VARCHAR(8) NOT NULL, day INTEGER NOT NULL, campaign_id INTEGER NOT NULL, figures TEXT NOT NULL, "
        "PRIMARY KEY (site_id, dimension, day, campaign_id))"
    )
    db.execute_sql(
        "CREATE TABLE daily_mark (site_id INTEGER NOT NULL PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE, "
        "until BIGINT NOT NULL, time_zone TEXT NOT NULL)"
    )
    db.execute_sql("DELETE FROM hourly_count WHERE campaign_id <> 0")


def down(migrator, db):
    for table in ("daily_mark", "daily_count", "held_back"):
        db.execute_sql(f"DROP TABLE {table}")
    db.execute_sql("DROP INDEX display_news_at")
    db.execute_sql("ALTER TABLE display DROP COLUMN news_at")
