"""The database refuses to change or delete what the ledger holds."""

from django.db import migrations

from tarazy.ledger import guards


def guard(apps, schema_editor):
    guards.put(schema_editor.connection)


def lift(apps, schema_editor):
    guards.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(guard, lift)]
