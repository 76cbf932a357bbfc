"""When a site is open; null: nobody has said."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE site ADD COLUMN hours TEXT")


def down(migrator, db):
    db.execute_sql("ALTER TABLE site DROP COLUMN hours")
