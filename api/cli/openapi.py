"""`leerwerk openapi`: the document of the API, without a service that runs."""

from typing import Annotated

import typer

from api.cli.output import print_json


def openapi(
    base_url: Annotated[str, typer.Option(help="How clients reach the service.")] = "http://127.0.0.1:8100",
) -> None:
    """Print the OpenAPI document of the service."""
    from api.app import document
    from api.settings import Settings

    print_json(document(Settings(public_url=base_url)))
