"""The words of each message beside its blocks, in one case, so that the inbox can be searched."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE message ADD COLUMN words TEXT NOT NULL DEFAULT ''")


def down(migrator, db):
    db.execute_sql("ALTER TABLE message DROP COLUMN words")
