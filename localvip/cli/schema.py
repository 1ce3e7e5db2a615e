"""``localvip schema``: the language as a JSON Schema, for editors."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema (draft-07) of rule files, with what each key means.

    An editor with a YAML language server completes and explains keys once the schema stands beside the rules
    and the first line names it:  # yaml-language-server: $schema=localvip.schema.json
    """
    from localvip.ordinance.schema import schema_text

    click.echo(schema_text(), nl=False)
