"""Commands of people: `tarazy people …`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

app = typer.Typer(help="The first account of an installation.", no_args_is_help=True)


@app.callback()
def _people() -> None:
    """The first account of an installation; every other comes by invitation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()


@app.command()
def operator(
    email: Annotated[str, typer.Argument(help="E-mail of the operator, who invites everybody else.")],
    family_name: Annotated[str, typer.Option(prompt=True)],
    given_name: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make the first operator. Refused once there is one: then an operator invites the next."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from tarazy.people.actions.roles import grant
    from tarazy.people.models import RoleGrant, User
    from tarazy.people.permissions import Role

    now = datetime.now(UTC)
    try:
        with transaction.atomic():
            if RoleGrant.objects.filter(role=Role.OPERATOR, until=None, user__is_active=True).exists():
                raise ValidationError("there is an operator, who can invite others")
            validate_password(password)
            user = User.objects.create_user(email, password, family_name=family_name, given_name=given_name)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            grant(user, Role.OPERATOR, "", None, now)
    except ValidationError as fault:
        typer.echo("no account was made: " + "; ".join(fault.messages), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{user.email} is the operator. A second factor is asked for at the first sign-in.", err=True)
