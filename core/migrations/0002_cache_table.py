"""The table of Django's database cache, which all web processes count sign-in attempts in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[
                "CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
                " expires timestamptz NOT NULL)",
                "CREATE INDEX core_cache_expires ON core_cache (expires)",
            ],
            reverse_sql="DROP TABLE core_cache",
        ),
    ]
