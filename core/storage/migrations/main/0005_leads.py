"""Leads: what visitors filled in, and when a display brought one. A frozen copy: independent of the models of today."""

from peewee import *

from core.storage.fields import JsonField, MomentField


def up(migrator, db):
    db.execute_sql("ALTER TABLE display ADD COLUMN lead_at BIGINT")

    def there(name, key):
        """A table that is there already, as far as others point to it."""
        meta = type("Meta", (), {"database": db, "table_name": name})
        return type(name.capitalize(), (Model,), {"id": key, "Meta": meta})

    Site, Campaign = there("site", AutoField()), there("campaign", AutoField())
    Visitor, Conversation = there("visitor", BigAutoField()), there("conversation", BigAutoField())
    Display = there("display", CharField(max_length=32, primary_key=True))

    class Lead(Model):
        id = BigAutoField()
        site = ForeignKeyField(Site, on_delete="CASCADE")
        visitor = ForeignKeyField(Visitor, on_delete="CASCADE")
        campaign = ForeignKeyField(Campaign, null=True, on_delete="SET NULL")
        display = ForeignKeyField(Display, null=True, on_delete="SET NULL")
        conversation = ForeignKeyField(Conversation, null=True, on_delete="SET NULL")
        client_id = CharField(max_length=32)
        name = TextField(default="")
        email = TextField(default="")
        phone = TextField(default="")
        answers = JsonField()
        consent = TextField(default="")
        page_url = TextField(default="")
        page_title = TextField(default="")
        country = CharField(max_length=2, default="")
        words = TextField(default="")
        created_at = MomentField()

        class Meta:
            database = db
            table_name = "lead"
            indexes = (
                (("visitor", "client_id"), True),
                (("site", "created_at"), False),
                (("campaign", "created_at"), False),
            )

    db.create_tables([Lead])


def down(migrator, db):
    db.execute_sql("DROP TABLE lead")
    db.execute_sql("ALTER TABLE display DROP COLUMN lead_at")
