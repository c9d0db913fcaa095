"""From template to answer: one environment a language, and the headers that every page has."""

from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.pages import assets, maps
from api.pages.texts import formats, translations

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@cache
def environment(lang: str) -> Environment:
    """The templates in one language; an unknown name in a template is an error, never an empty spot."""
    made = Environment(
        loader=PackageLoader("api.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], auto_reload=False,
    )  # fmt: skip
    made.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(formats(lang))
    made.globals.update(asset=assets.address, outlines=maps.borders, STYLES=assets.STYLES, SCRIPTS=assets.SCRIPTS)
    made.globals.update(lang=lang)
    return made


def render(lang: str, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page as an answer."""
    html = environment(lang).get_template(template).render(**context)
    return HTMLResponse(html, status, {"Content-Security-Policy": POLICY, "Content-Language": lang})
