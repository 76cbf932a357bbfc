"""The first tables. A frozen copy: independent of the models of today."""
from peewee import *
from core.storage.fields import JsonField
from core.storage.fields import MomentField

def up(migrator, db):
    class DroppedViews(Model):
        site_id = IntegerField()
        hour_at = MomentField()
        count = IntegerField()
        class Meta:
            database = db
            table_name = 'dropped_views'
            primary_key = CompositeKey('site_id', 'hour_at')
    db.create_tables([DroppedViews])

    class PageView(Model):
        key = CharField(primary_key=True, max_length=32)
        site_id = IntegerField()
        visitor_key = CharField(max_length=64)
        at = MomentField(index=True)
        visit = IntegerField()
        url = TextField()
        title = TextField(default='')
        referrer = TextField(default='')
        country = CharField(max_length=2, default='')
        region = TextField(default='')
        city = TextField(default='')
        device = CharField(max_length=8, default='')
        language = CharField(max_length=16, default='')
        facts = JsonField(default=dict)
        class Meta:
            database = db
            table_name = 'page_view'
            indexes = ((('site_id', 'visitor_key', 'at'), False),)
    db.create_tables([PageView])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('page_view'))
    migrator.migrate(migrator.drop_table('dropped_views'))
