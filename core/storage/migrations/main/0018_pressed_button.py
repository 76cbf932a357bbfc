"""Which button of a message was pressed first, and when; nobody knows of messages that were shown before."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE display ADD COLUMN button TEXT NOT NULL DEFAULT ''")
    db.execute_sql("ALTER TABLE display ADD COLUMN pressed_at BIGINT")
    db.execute_sql("DELETE FROM daily_mark")  # days are counted anew, by button too


def down(migrator, db):
    db.execute_sql("DELETE FROM daily_count WHERE dimension = 'button'")
    db.execute_sql("ALTER TABLE display DROP COLUMN pressed_at")
    db.execute_sql("ALTER TABLE display DROP COLUMN button")
