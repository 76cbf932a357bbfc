"""Goals of a site, by which of them a revision is measured, and when a visitor who was shown a message reached it.

A frozen copy: independent of the models of today.
"""

from peewee import *

from core.storage.fields import JsonField, MomentField


def up(migrator, db):
    Site = type(
        "Site", (Model,), {"id": AutoField(), "Meta": type("Meta", (), {"database": db, "table_name": "site"})}
    )

    class Goal(Model):
        site = ForeignKeyField(Site, on_delete="CASCADE")
        name = TextField()
        kind = CharField(max_length=8)
        wanted = JsonField()
        created_at = MomentField()
        archived_at = MomentField(null=True)

        class Meta:
            database = db
            table_name = "goal"

    db.create_tables([Goal])
    db.execute_sql("ALTER TABLE revision ADD COLUMN goal_id INTEGER REFERENCES goal (id) ON DELETE SET NULL")
    db.execute_sql("ALTER TABLE revision ADD COLUMN goal_days INTEGER")
    db.execute_sql("CREATE INDEX revision_goal_id ON revision (goal_id)")
    db.execute_sql("ALTER TABLE display ADD COLUMN reached_at BIGINT")
    db.execute_sql("ALTER TABLE display ADD COLUMN goal_at BIGINT")


def down(migrator, db):
    db.execute_sql("ALTER TABLE display DROP COLUMN goal_at")
    db.execute_sql("ALTER TABLE display DROP COLUMN reached_at")
    db.execute_sql("DROP INDEX revision_goal_id")
    db.execute_sql("ALTER TABLE revision DROP COLUMN goal_days")
    db.execute_sql("ALTER TABLE revision DROP COLUMN goal_id")
    db.execute_sql("DROP TABLE goal")
