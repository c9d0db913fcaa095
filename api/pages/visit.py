"""What a page gets: who visits, what the form held, and how to answer with a page or send the visitor on.

A form is sent with the CSRF token of the session as the field `csrf`. After a form the visitor is sent on (303), and
the page that follows tells what was done: a notice travels there in a short-lived cookie, as the name of a text and
ids to fill in, sealed so that nobody else can write one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from api.pages import navigation
from api.pages.render import render
from api.pages.texts import translations
from api.security.asking import SAFE, asker, session_of
from api.security.person import Person, Role
from api.security.session import Sealer, set_cookie
from api.web.problems import Refusal
from api.work import Work

NOBODY = Person("", frozenset())
NOTICE = "leerwerk-notice"
NOTICE_MINUTES = 1.0
MOST_FIELDS = 200


@dataclass(frozen=True)
class Visit(Work):
    """One request for a page being answered. `sent`: the fields of its form."""

    sent: FormData

    def field(self, name: str) -> str:
        """One field of the form; empty where it is not there."""
        return str(self.sent.get(name, "")).strip()

    def say(self, text: str) -> str:
        """A text of ours in the language of the visitor, for what is no template."""
        return translations(self.lang).gettext(text)

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Answer with a page."""
        notice = self._notice()
        response = render(self.lang, template, status, **self.frame, notice=notice, **context)
        if notice:
            response.delete_cookie(NOTICE)
        return response

    def on(self, path: str, notice: str = "", **facts: str) -> RedirectResponse:
        """Send the visitor on to a page of ours, which tells the notice."""
        response = RedirectResponse(path, 303)
        if notice:
            sealed = self._sealer.seal({"text": notice, "facts": facts}, NOTICE_MINUTES)
            set_cookie(response, NOTICE, sealed, self.request.app.state.settings, NOTICE_MINUTES)
        return response

    @property
    def frame(self) -> Mapping[str, Any]:
        """What the frame around every page shows."""
        settings, session = self.request.app.state.settings, session_of(self.request)
        query = self.request.url.query
        return {
            "visit": self,
            "person": self.person,
            "instance": self.request.path_params.get("instance"),
            "navigation": navigation.items(self.person),
            "path": self.request.url.path,
            "address": self.request.url.path + (f"?{query}" if query else ""),
            "csrf": session.csrf(settings) if session is not None else "",
        }

    @property
    def _sealer(self) -> Sealer:
        return Sealer(self.request.app.state.settings.secret.get_secret_value(), "notice")

    def _notice(self) -> Mapping[str, Any] | None:
        return self._sealer.open(self.request.cookies.get(NOTICE, ""))


async def _sent(request: Request) -> FormData:
    """The form; read here, where waiting for it holds nobody up."""
    return FormData() if request.method in SAFE else await request.form(max_files=0, max_fields=MOST_FIELDS)


def visit(roles: frozenset[Role]) -> Any:
    """A dependency: the visit of someone in one of these roles."""

    def begin(request: Request, sent: Annotated[FormData, Depends(_sent)]) -> Visit:
        person = asker(request, str(sent.get("csrf", "")))
        if not person.has(*roles):
            raise Refusal("not-allowed")
        return Visit(request, person, sent)

    begin.roles = roles  # type: ignore[attr-defined]
    return Depends(begin)


def passing(request: Request, sent: Annotated[FormData, Depends(_sent)]) -> Visit:
    """A dependency for pages that need no login: who is not logged in is nobody."""
    session = session_of(request)
    return Visit(request, session.person if session is not None else NOBODY, sent)


Passing = Annotated[Visit, Depends(passing)]
