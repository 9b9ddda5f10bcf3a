"""The database refuses to change or delete what the ledger holds."""

from typing import Any

from django.db import migrations

from tarazy.ledger import guards


def guard(apps: Any, schema_editor: Any) -> None:
    guards.put(schema_editor.connection)


def lift(apps: Any, schema_editor: Any) -> None:
    guards.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(guard, lift)]
