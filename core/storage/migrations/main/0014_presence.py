"""Who of the team has the admin open, and how many conversations each can have at once."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE agent ADD COLUMN capacity INTEGER NOT NULL DEFAULT 5")
    db.execute_sql(
        "CREATE TABLE agent_presence (agent_id INTEGER NOT NULL PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE, "
        "seen_at BIGINT NOT NULL)"
    )


def down(migrator, db):
    db.execute_sql("DROP TABLE agent_presence")
    db.execute_sql("ALTER TABLE agent DROP COLUMN capacity")
