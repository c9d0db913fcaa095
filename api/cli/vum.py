"""`leerwerk vum`: profiles and vacancies in and out, in the form of the VUM."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say

TAKEN = {
    Lang.NL: "{new} nieuw en {known} bijgewerkt, geschreven naar {path}.",
    Lang.EN: "{new} new and {known} updated, written to {path}.",
}
GIVEN = {
    Lang.NL: "{people} profielen en {places} vacatures geschreven naar {path}.",
    Lang.EN: "{people} profiles and {places} vacancies written to {path}.",
}
NOBODY = {
    Lang.NL: "Er zijn geen deelnemers gedeeld. Noem wie dat goed vindt met --share ID,ID.",
    Lang.EN: "No participant was shared. Name who agreed with --share ID,ID.",
}

app = typer.Typer(help="Exchange profiles and vacancies in the form of the VUM.", no_args_is_help=True)


@app.command("import")
def take(
    files: Annotated[list[Path], typer.Argument(help="JSON files: a document, a list of them, or an answer.")],
    into: Annotated[Path, typer.Option(help="Folder, .xlsx or .json of the instance to take them into.")],
    out: Annotated[Path | None, typer.Option(help="Write the result here instead of over the instance.")] = None,
    regime: Annotated[
        str, typer.Option(help="Regime of participants who are new (pw, nugger, ...); the VUM does not know it.")
    ] = "",
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Take WerkzoekendeProfiel and Vacature documents into an instance: all of them, or none and every problem."""
    from instances.reader import read_instance
    from instances.vum.exchange import known_regime, receive
    from instances.vum.files import read_files
    from instances.writer import write_instance

    with bad_input_explained(as_json, lang):
        chosen = known_regime(regime) if regime else None
        received = receive(read_instance(into), *read_files(files), chosen)
        write_instance(received.instance, out or into)
    if as_json:
        print_json({"path": str(out or into), "new": received.new, "known": received.known})
    else:
        say(TAKEN[lang].format(new=len(received.new), known=len(received.known), path=out or into))


@app.command("export")
def give(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    out: Annotated[Path, typer.Option(help="Folder for werkzoekendeProfielen.json and vacatures.json.")],
    share: Annotated[
        str, typer.Option(help="Ids of participants who may be shared, with commas between; `all` for everyone.")
    ] = "",
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Write vacancies, and the profiles of participants who may be shared, as documents of the VUM."""
    from instances.reader import read_instance
    from instances.vum.exchange import profiles, shared_ids, vacancies
    from instances.vum.files import write_file

    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        people, places = profiles(read, shared_ids(read, share)), vacancies(read)
        write_file(people, out / "werkzoekendeProfielen.json")
        write_file(places, out / "vacatures.json")
    if as_json:
        print_json({"path": str(out), "profiles": len(people), "vacancies": len(places)})
    else:
        say(GIVEN[lang].format(people=len(people), places=len(places), path=out))
        if not share:
            say(NOBODY[lang])
