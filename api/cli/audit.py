"""`leerwerk audit`: are groups treated alike?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say, sentence, table

if TYPE_CHECKING:
    from instances.schema.audit import GroupFigures, Share

HEADS = {
    Lang.NL: "Groep|Mensen|Met een plek|Met een voorstel|Waarde t.o.v. eigen beste|Maanden wachten zonder plek",
    Lang.EN: "Group|People|With a place|With a proposal|Value against own best|Months waiting without a place",
}
SMALL = {Lang.NL: "te weinig mensen om te tonen", Lang.EN: "too few people to show"}
STYLES = {"stop": "bold red", "watch": "yellow"}


def audit(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    solution: Annotated[Path, typer.Argument(help="A solution of this instance.")],
    groups: Annotated[Path, typer.Option(help="CSV: participant, age_class, sex, migration_background.")],
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Compare groups on data that matching never sees; exit code 1 when a difference asks to stop."""
    from instances.audit import Axis, read_audit
    from instances.reader import read_instance
    from instances.solutions import read_solution
    from matching.equality import audit as judge

    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        told = judge(read, read_solution(solution), read_audit(groups, read))
    if as_json:
        print_json(told)
    else:
        for axis in told.axes:
            rows = [_row(group, lang) for group in axis.groups]
            table(Axis(axis.axis).label(lang).capitalize(), HEADS[lang].split("|"), rows, right=(1, 4, 5))
        for finding in told.findings:
            say(sentence(finding, lang), style=STYLES.get(finding.severity))
    raise typer.Exit(Exit.FINDINGS if any(one.severity == "stop" for one in told.findings) else Exit.DONE)


def _row(group: "GroupFigures", lang: Lang) -> tuple[str, ...]:
    from matching.words import number, unknown

    if group.people is None:
        return (group.label, SMALL[lang], "", "", "", "")
    relative = unknown(lang) if group.relative_value is None else f"{number(100 * group.relative_value, lang)} %"
    waited = unknown(lang) if group.waiting_months is None else number(group.waiting_months, lang)
    return (group.label, str(group.people), _share(group.placed, lang), _share(group.proposed, lang), relative, waited)


def _share(found: "Share | None", lang: Lang) -> str:
    from matching.words import number

    assert found is not None
    low, part, high = (number(100 * share, lang) for share in (found.low, found.share, found.high))
    return f"{part} % ({low} - {high})"
