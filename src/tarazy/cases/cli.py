"""Commands of the registry: `tarazy deadlines …`."""

from __future__ import annotations

import typer
from rich.console import Console

app = typer.Typer(
    help="Time limits of cases: told before they end, escalated, acts in force.", no_args_is_help=True
)


@app.callback()
def main() -> None:
    """Time limits of cases."""
    import os

    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    if not apps.ready:
        django.setup()


@app.command()
def sweep() -> None:
    """Do what time does: tell of limits near their end, mark those that passed, put acts in force. Run it hourly."""
    from django.utils import timezone

    from tarazy.cases.sweeping import sweep as sweep_now

    swept = sweep_now(timezone.now())
    Console().print(
        f"Told: {swept.told}. Missed by a court: {swept.missed}. Run out: {swept.run_out}. "
        f"In force: {swept.in_force}. Left for the next run: {swept.failed + swept.unpurged}."
    )
    if swept.failed:
        raise typer.Exit(1)
