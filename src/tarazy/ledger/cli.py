"""Commands of the ledger: `tarazy ledger …`."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The courts' ledger: recompute it, sign how it stands, export it.", no_args_is_help=True
)

Streams = Annotated[list[str] | None, typer.Argument(help="Codes of courts; all when none is given.")]


@app.callback()
def _ledger() -> None:
    """The courts' ledger: recompute it, sign how it stands, export it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()


@app.command()
def audit(streams: Streams = None) -> None:
    """Recompute everything and name each difference. Exit status 1 when there is one."""
    from tarazy import ledger

    wanted: list[str | None] = [*streams] if streams else [None]
    differences = [found for stream in wanted for found in ledger.audit(stream)]
    for difference in differences:
        typer.echo(str(difference))
    typer.echo(f"{len(differences)} differences", err=True)
    if differences:
        raise typer.Exit(1)


@app.command()
def checkpoint(streams: Streams = None) -> None:
    """Sign how the ledgers stand now; what was not added to keeps its checkpoint. To be run every few minutes."""
    from tarazy import ledger
    from tarazy.ledger.models import Head

    for stream in streams or Head.objects.filter(size__gt=0).order_by("pk").values_list("pk", flat=True):
        signed = ledger.checkpoint(stream, at=datetime.now(UTC))
        typer.echo(f"{signed.stream} {signed.size}")


@app.command()
def export(
    stream: Annotated[str, typer.Argument(help="Code of the court.")],
    out: Annotated[Path, typer.Option(help="File for its checkpoints, as tarazy-verify reads them.")],
    entries: Annotated[
        Path | None, typer.Option(help="File for its entries, one JSON object a line.")
    ] = None,
) -> None:
    """Write all checkpoints of a court with the proofs that join them, and its entries if asked."""
    from tarazy import ledger
    from tarazy.ledger.models import Entry
    from tarazy.ledger.queries import checkpoints_of
    from tarazy.verify import stamp

    found = checkpoints_of(stream, most=None)
    if not found:
        raise ValueError(f"no checkpoint of {stream}")
    out.write_text(json.dumps(ledger.checkpoints_document(found), ensure_ascii=False), encoding="utf-8")
    if entries is None:
        return
    with entries.open("w", encoding="utf-8") as file:
        for entry in Entry.objects.filter(stream=stream).order_by("number").iterator(chunk_size=2000):
            line = {
                "stream": entry.stream,
                "number": entry.number,
                "kind": entry.kind,
                "at": stamp(entry.at),
                "body": entry.body,
                "chain_hash": bytes(entry.chain_hash).hex(),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
