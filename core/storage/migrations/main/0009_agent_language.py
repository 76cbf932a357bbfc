"""The language in which an employee reads the admin; empty: what their browser asks for."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE agent ADD COLUMN language VARCHAR(16) NOT NULL DEFAULT ''")


def down(migrator, db):
    db.execute_sql("ALTER TABLE agent DROP COLUMN language")
