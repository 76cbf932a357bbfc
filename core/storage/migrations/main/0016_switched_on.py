"""Since when a campaign is on; null for those that were switched on before anybody noted it."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE campaign ADD COLUMN switched_on_at BIGINT")


def down(migrator, db):
    db.execute_sql("ALTER TABLE campaign DROP COLUMN switched_on_at")
