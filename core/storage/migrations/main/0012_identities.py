"""Who signs visitors in: the secrets of sites, and which visitors are one person.

A frozen copy: independent of the models of today.
"""

from peewee import *

from core.storage.fields import MomentField


def up(migrator, db):
    Site = type(
        "Site", (Model,), {"id": AutoField(), "Meta": type("Meta", (), {"database": db, "table_name": "site"})}
    )

    class IdentitySecret(Model):
        site = ForeignKeyField(Site, on_delete="CASCADE")
        secret = TextField()
        created_at = MomentField()
        ends_at = MomentField(null=True)

        class Meta:
            database = db
            table_name = "identity_secret"

    db.create_tables([IdentitySecret])
    db.execute_sql("ALTER TABLE visitor ADD COLUMN person VARCHAR(32) NOT NULL DEFAULT ''")
    db.execute_sql("CREATE INDEX visitor_site_id_person ON visitor (site_id, person)")


def down(migrator, db):
    db.execute_sql("DROP INDEX visitor_site_id_person")
    db.execute_sql("ALTER TABLE visitor DROP COLUMN person")
    db.execute_sql("DROP TABLE identity_secret")
