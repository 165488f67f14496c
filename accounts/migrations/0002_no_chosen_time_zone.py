"""Let the installation's time zone reach everybody who never chose one."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_the_default(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Empty what everybody had without choosing; code that still runs reads empty as UTC."""
    apps.get_model("accounts", "User").objects.filter(time_zone="UTC").update(time_zone="")


def write_the_default(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the former default again."""
    apps.get_model("accounts", "User").objects.filter(time_zone="").update(time_zone="UTC")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="time_zone",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.RunPython(forget_the_default, write_the_default),
    ]
