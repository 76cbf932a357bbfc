"""What plugins raised, for the page that shows it. A frozen copy: independent of the models of today."""

from peewee import *

from core.storage.fields import MomentField


def up(migrator, db):
    class PluginFault(Model):
        plugin = CharField(max_length=200)
        what = CharField(max_length=100)
        count = IntegerField()
        first_at = MomentField()
        last_at = MomentField()
        error = TextField()

        class Meta:
            database = db
            table_name = "plugin_fault"
            primary_key = CompositeKey("plugin", "what")

    db.create_tables([PluginFault])


def down(migrator, db):
    db.execute_sql("DROP TABLE plugin_fault")
