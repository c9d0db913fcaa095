"""`leerwerk migrate`: bring the tables of the database up to what this version needs."""

from api.cli.output import AsLang, Lang, say
from api.cli.served import settings_here, usable

DONE = {
    Lang.NL: "De tabellen zijn bij: {url}",
    Lang.EN: "The tables are up to date: {url}",
}


def migrate(lang: AsLang = Lang.NL) -> None:
    """Bring the tables of LEERWERK_DATABASE_URL up to date, all in one step; `serve` and `worker` do this too."""
    from sqlalchemy import make_url

    from api.processes.child import prepare

    settings = settings_here(False, lang)
    with usable(lang):
        prepare(settings)
    say(DONE[lang].format(url=make_url(settings.database_url).render_as_string(hide_password=True)))
