"""Webhooks, their outbox and its log. A frozen copy: independent of the models of today."""

from peewee import *

from core.storage.fields import JsonField, MomentField


def up(migrator, db):
    def there(name, key):
        """A table that is there already, as far as others point to it."""
        meta = type("Meta", (), {"database": db, "table_name": name})
        return type(name.capitalize(), (Model,), {"id": key, "Meta": meta})

    Site, Conversation, Lead = there("site", AutoField()), there("conversation", BigAutoField()), there("lead", BigAutoField())

    class Webhook(Model):
        id = AutoField()
        site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
        url = TextField()
        events = JsonField()
        secret = TextField()
        old_secret = TextField(default="")
        old_secret_until = MomentField(null=True)
        failing_since = MomentField(null=True)
        told_at = MomentField(null=True)
        off_at = MomentField(null=True)
        gone = BooleanField(default=False)
        created_at = MomentField()
        deleted_at = MomentField(null=True)

        class Meta:
            database = db
            table_name = "webhook"

    class WebhookEvent(Model):
        id = BigAutoField()
        key = CharField(max_length=32, unique=True)
        type = CharField(max_length=64)
        site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
        lead = ForeignKeyField(Lead, null=True, on_delete="CASCADE")
        conversation = ForeignKeyField(Conversation, null=True, on_delete="CASCADE")
        is_test = BooleanField(default=False)
        data = JsonField()
        created_at = MomentField(index=True)

        class Meta:
            database = db
            table_name = "webhook_event"

    class WebhookDelivery(Model):
        id = BigAutoField()
        webhook = ForeignKeyField(Webhook, on_delete="CASCADE")
        event = ForeignKeyField(WebhookEvent, on_delete="CASCADE")
        state = CharField(max_length=9, default="waiting")
        attempts = IntegerField(default=0)
        due_at = MomentField()

        class Meta:
            database = db
            table_name = "webhook_delivery"
            indexes = ((("state", "due_at"), False), (("webhook", "id"), False), (("webhook", "state"), False))

    class WebhookAttempt(Model):
        id = BigAutoField()
        delivery = ForeignKeyField(WebhookDelivery, on_delete="CASCADE")
        at = MomentField()
        duration_ms = IntegerField()
        status = IntegerField(null=True)
        answer = TextField(default="")
        problem = CharField(max_length=16, default="")

        class Meta:
            database = db
            table_name = "webhook_attempt"

    db.create_tables([Webhook, WebhookEvent, WebhookDelivery, WebhookAttempt])


def down(migrator, db):
    for table in ("webhook_attempt", "webhook_delivery", "webhook_event", "webhook"):
        db.execute_sql(f"DROP TABLE {table}")
