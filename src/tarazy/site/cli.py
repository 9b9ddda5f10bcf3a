"""The command line: `tarazy …`. Each room's commands are loaded only when one of them is asked for."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

ROOMS = {
    "bank": ("tarazy.practice.cli", "The bank of acts that the pages show: take in one's own."),
    "constructor": ("tarazy.cabinet.constructor.cli", "The claim constructor's definitions: lint them."),
    "courts": ("tarazy.courts.cli", "The courts of an installation: enter them."),
    "people": ("tarazy.people.cli", "The first account of an installation."),
    "deadlines": ("tarazy.cases.cli", "Time limits: warn, escalate and mark what has passed."),
    "ledger": ("tarazy.ledger.cli", "The ledger: audit it, sign checkpoints, take it out."),
    "bench": ("tarazy.site.bench", "Measure on files or on the model court, with baselines in the same run."),
    "modelcourt": (
        "tarazy.modelcourt.cli",
        "The model country: courts, people, cases and acts with known truth.",
    ),
    "practice": ("tarazy.jurimetrics.cli", "Build the indexes and models of practice, and ask them."),
    "robot": (
        "tarazy.robot.commands",
        "The robot: lint and try its rule tables, go through materials in a batch, stand-in registers.",
    ),
    "translations": ("tarazy.site.translations_cli", "Words of the pages in Kazakh and Russian."),
}


class Rooms(TyperGroup):
    """The main group: its own commands, and those of the rooms, imported on use."""

    def list_commands(self, ctx: typer.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *ROOMS])

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:
        if cmd_name not in ROOMS:
            return super().get_command(ctx, cmd_name)
        module, about = ROOMS[cmd_name]
        if ctx.resilient_parsing or (ctx.invoked_subcommand is None and "--help" in sys.argv[1:2]):
            return TyperGroup(name=cmd_name, help=about)
        command = get_command(import_module(module).app)
        command.name = cmd_name
        command.help = about
        return command


app = typer.Typer(
    name="tarazy", cls=Rooms, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)


@app.callback()
def about() -> None:
    """An open digital court: analytics of judicial practice, with its evidence."""


def _one_thread_each() -> None:
    """Let numerical libraries use one thread a process: matrices are small, and processes share the cores."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of 127.0.0.1 to serve at.")] = 8000,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser when it is ready.")] = False,
    cases: Annotated[int, typer.Option(help="How many cases the model court has.", min=50)] = 1200,
    filings: Annotated[
        int | None,
        typer.Option(help="About how many cases the registry has; a quarter of --cases, 200 at most.", min=0),
    ] = None,
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help="Prepare everything, don't serve.")
    ] = False,
) -> None:
    """Make the model court with its database, indexes and models, and serve it on this machine."""
    _one_thread_each()
    os.environ.setdefault("TARAZY_DEMO", "on")
    from tarazy.site.translations import compile_all

    compile_all()
    _start_django()
    from tarazy.site.demo import prepare
    from tarazy.site.server import serve_demo

    prepare(cases, min(200, cases // 4) if filings is None else filings)
    if not prepare_only:
        serve_demo(port=port, open_browser=browser)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option(help="Server processes.", min=1)] = 1,
    threads: Annotated[int, typer.Option(help="Threads of each process that run views.", min=1)] = 4,
    work: Annotated[bool, typer.Option(help="Run a worker for tasks beside the server.")] = True,
) -> None:
    """Serve the pages. Behind a proxy that speaks HTTPS, set TRUSTED_PROXY_HEADER and ALLOWED_HOSTS."""
    _one_thread_each()
    _start_django()
    from tarazy.site.server import serve as start

    start(host=host, port=port, workers=workers, threads=threads, work=work)


@app.command()
def work(
    name: Annotated[str, typer.Option(help="Name of this worker; this machine's by default.")] = "",
) -> None:
    """Run the tasks that wait and what is due by the clock: reading of scans, draws, notices, deadlines."""
    _one_thread_each()
    _start_django()
    from tarazy.site.work import work as run

    run(name)


@app.command()
def assets() -> None:
    """Build the static files of the pages, if their sources have changed."""
    from tarazy.site.assets import build

    built = build(with_tests=os.environ.get("TARAZY_TEST_ASSETS") == "1")
    typer.echo("built" if built else "up to date", err=True)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
def manage(ctx: typer.Context) -> None:
    """Django's own commands: migrate, createsuperuser, shell …"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tarazy manage", *ctx.args])


def one_line(error: BaseException) -> str:
    """What went wrong, in one line for the terminal, without a stack trace."""
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"no such file: {error.filename}"
    if isinstance(error, PermissionError) and error.filename:
        return f"not allowed to open: {error.filename}"
    if isinstance(error, IsADirectoryError) and error.filename:
        return f"a file is needed, this is a folder: {error.filename}"
    words = " ".join(str(error).split()) or type(error).__name__
    return words if len(words) <= 500 else words[:499] + "…"


def _is_of_ours(error: Exception) -> bool:
    """Whether the error is one that the person at the terminal can mend: files, their content, settings."""
    if isinstance(error, OSError | ValueError | EOFError):
        return True
    return type(error).__module__.startswith(("tarazy.", "django.core.exceptions", "zlib"))


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; an error that a person can mend is one line and exit code 2."""
    try:
        app(args=arguments)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - nobody reads any more
        raise SystemExit(141) from None
    except Exception as error:
        if os.environ.get("TARAZY_TRACE") or not _is_of_ours(error):
            raise
        typer.echo(f"{Path(sys.argv[0]).name}: {one_line(error)}", err=True)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
