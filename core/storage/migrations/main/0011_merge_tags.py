"""What merge tags said is kept with the display, so that a message says the same to its visitor ever after."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE display ADD COLUMN merged TEXT")


def down(migrator, db):
    db.execute_sql("ALTER TABLE display DROP COLUMN merged")
