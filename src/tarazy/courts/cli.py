"""Commands of courts: `tarazy courts …`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="The courts of an installation.", no_args_is_help=True)
FIELDS = ("kind", "instance", "region", "name_kk", "name_ru", "name_en", "address", "email")


@app.callback()
def _courts() -> None:
    """The courts of an installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()


@app.command()
def load(
    file: Annotated[
        Path, typer.Argument(help="YAML: a list of courts with code, kind, region, names, higher.")
    ],
) -> None:
    """Enter the courts of the file, or change those that are there. All or nothing."""
    import yaml
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from tarazy.courts.models import Court

    rows: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    try:
        with transaction.atomic():
            for row in rows:
                court = Court.objects.filter(pk=str(row["code"])).first() or Court(code=str(row["code"]))
                for name in FIELDS:
                    setattr(court, name, row.get(name, getattr(court, name)))
                court.full_clean(exclude=["higher"])
                court.save()
            for row in rows:  # a higher court may stand further down
                if row.get("higher"):
                    higher = Court.objects.filter(pk=str(row["higher"])).first()
                    if higher is None:
                        raise ValidationError(f"{row['code']}: there is no court {row['higher']}")
                    Court.objects.filter(pk=str(row["code"])).update(higher=higher)
    except (ValidationError, KeyError, TypeError) as fault:
        typer.echo(f"nothing was changed: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{len(rows)} courts", err=True)
