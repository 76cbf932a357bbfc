"""Which button of a message was pressed first, and when; nobody knows of messages that were shown before.

Days that are counted are told by button, too, from what they were counted by before: not all that they counted is still
here to be counted anew.
"""

import json
from collections import Counter


def up(migrator, db):
    db.execute_sql("ALTER TABLE display ADD COLUMN button TEXT NOT NULL DEFAULT ''")
    db.execute_sql("ALTER TABLE display ADD COLUMN pressed_at BIGINT")
    counted = db.execute_sql("SELECT site_id, day, campaign_id, figures FROM daily_count WHERE dimension = 'revision'")
    places = ", ".join([db.param] * 4)
    for *of, figures in counted.fetchall():
        none_pressed = sum(map(Counter, json.loads(figures).values()), Counter())
        db.execute_sql(
            f"INSERT INTO daily_count (dimension, site_id, day, campaign_id, figures) VALUES ('button', {places})",
            (*of, json.dumps({"": none_pressed})),
        )


def down(migrator, db):
    db.execute_sql("DELETE FROM daily_count WHERE dimension = 'button'")
    db.execute_sql("ALTER TABLE display DROP COLUMN pressed_at")
    db.execute_sql("ALTER TABLE display DROP COLUMN button")
