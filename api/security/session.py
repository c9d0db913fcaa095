"""Sessions: who someone is, sealed into a cookie that only the service can open or make, and that ends.

Nothing is kept on the server. The seal is AES-GCM under a key made from the secret and from what it is for, so that a
cookie of a login that is under way is no session. A form or script that changes something by cookie alone must bring
the CSRF token of its own session along, which another site cannot know.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.responses import Response

from api.security.person import Person, Role
from api.settings import Settings

COOKIE = "leerwerk"
HEADER = {"alg": "dir", "enc": "A256GCM"}
LONGEST = 8_192


@dataclass(frozen=True)
class Sealer:
    """Seals and opens what travels through a browser. `purpose` keeps one sort from passing for another."""

    secret: str
    purpose: str

    @property
    def _key(self) -> OctKey:
        return OctKey.import_key(hmac.digest(self.secret.encode(), f"seal:{self.purpose}".encode(), hashlib.sha256))

    def seal(self, content: Mapping[str, Any], minutes: float) -> str:
        """Seal some content for so many minutes."""
        kept = json.dumps({**content, "until": time.time() + 60 * minutes}).encode()
        return jwe.encrypt_compact(HEADER, kept, self._key)

    def open(self, sealed: str) -> dict[str, Any] | None:
        """What was sealed; None where it is not ours, or too old."""
        if len(sealed) > LONGEST:
            return None
        try:
            plain = jwe.decrypt_compact(sealed, self._key, algorithms=list(HEADER.values())).plaintext
            content: dict[str, Any] = json.loads(plain or b"{}")
        except (JoseError, ValueError):
            return None
        return content if content.get("until", 0) > time.time() else None


@dataclass(frozen=True)
class Session:
    """A person in a browser; `id` is drawn anew at each login."""

    person: Person
    id: str

    @classmethod
    def of(cls, person: Person) -> "Session":
        """Begin a session."""
        return cls(person, secrets.token_urlsafe(16))

    def sealed(self, settings: Settings) -> str:
        """The session as it travels."""
        who = self.person
        content = {
            "id": self.id, "subject": who.subject, "roles": sorted(who.roles), "coach": who.coach,
            "municipalities": sorted(who.municipalities),
        }  # fmt: skip
        return _sealer(settings).seal(content, settings.session_minutes)

    def csrf(self, settings: Settings) -> str:
        """What a form of this session must bring along."""
        return hmac.digest(settings.secret.get_secret_value().encode(), f"csrf:{self.id}".encode(), "sha256").hex()

    def accepts(self, token: str, settings: Settings) -> bool:
        """Whether this is the CSRF token of this session."""
        return hmac.compare_digest(token.encode(), self.csrf(settings).encode())


def opened(sealed: str, settings: Settings) -> Session | None:
    """The session that a cookie holds; None where it holds none that still counts."""
    content = _sealer(settings).open(sealed)
    if content is None:
        return None
    roles = frozenset(Role(role) for role in content["roles"])
    municipalities = frozenset(content["municipalities"])
    return Session(Person(content["subject"], roles, municipalities, content["coach"]), content["id"])


def set_cookie(response: Response, name: str, value: str, settings: Settings, minutes: float, path: str = "/") -> None:
    """Set a cookie that no script and no other site can use."""
    response.set_cookie(
        name, value, max_age=round(60 * minutes), path=path, secure=settings.is_secure, httponly=True, samesite="lax"
    )


def _sealer(settings: Settings) -> Sealer:
    return Sealer(settings.secret.get_secret_value(), "session")
