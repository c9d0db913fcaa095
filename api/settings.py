"""Settings of the service: every one a variable `LEERWERK_...` of the environment, typed, all errors at once.

Defaults are for one machine: SQLite beside the process, the demo login, the loopback address. On any other address the
service does not start with the demo login or with the secret that everyone knows.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError, model_validator

from instances.errors import InvalidField, Problem, Wanted, one_of
from instances.schema.base import ID_PATTERN
from instances.validation import Unfit, problems_of

PREFIX = "LEERWERK_"
KNOWN_SECRET = "only-for-this-machine"  # in the source, so no secret at all
SHORTEST_SECRET = 32
MB = 1_000_000

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/[^\s]*)?$")]


class Settings(BaseModel):
    """All settings; `LEERWERK_PORT=8100` sets `port`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8100, ge=0, le=65_535, description="Port to listen on; 0 = any that is free.")
    public_url: Url | None = Field(
        None, description="How browsers and clients reach the service; empty = host and port."
    )
    database_url: str = Field(
        "sqlite:///leerwerk.db", pattern=r"^(sqlite|postgresql)(\+\w+)?://", description="Where everything is kept."
    )
    workers: int = Field(1, ge=0, le=256, description="Worker processes that `leerwerk serve` starts for runs.")
    secret: SecretStr = Field(SecretStr(KNOWN_SECRET), description="Seals sessions and cursors; 32 characters or more.")
    login: Literal["demo", "oidc"] = Field("demo", description="`demo`: anyone on this machine, any role; `oidc`.")
    session_minutes: int = Field(480, ge=1, le=1_440, description="How long a session of a browser lasts.")
    oidc_issuer: Url | None = Field(None, description="The OpenID provider, as its tokens name it.")
    oidc_client_id: str | None = Field(None, min_length=1, description="Name of leerwerk at the provider, for pages.")
    oidc_client_secret: SecretStr | None = Field(None, description="Its secret; empty for a public client.")
    oidc_audience: str = Field("leerwerk", min_length=1, description="What `aud` of an access token must hold.")
    oidc_algorithms: str = Field(
        "RS256,PS256,ES256,EdDSA",
        pattern=r"^(RS|PS|ES|Ed)[A-Za-z0-9]+(,(RS|PS|ES|Ed)[A-Za-z0-9]+)*$",
        description="Signatures that are trusted; only ones with a public key can be.",
    )
    oidc_roles_claim: str = Field("roles", description="Claim with the roles; dots lead into objects.")
    oidc_municipalities_claim: str = Field("municipalities", description="Claim with the municipalities of a person.")
    oidc_coach_claim: str = Field("coach", description="Claim with the id of the coach that someone is.")
    max_body_bytes: int = Field(1 * MB, ge=1_000, description="Largest body of an ordinary request.")
    max_upload_bytes: int = Field(200 * MB, ge=1_000, description="Largest upload of an instance.")
    max_upload_rows: int = Field(5_000_000, ge=1, description="Most rows that an upload may hold over all tables.")
    max_zip_ratio: int = Field(100, ge=2, description="How many times larger than itself a zipped upload may unfold.")
    max_requests_minute: int = Field(6_000, ge=1, description="Requests a minute of one person or address.")
    vum: bool = Field(False, description="Open the routes of the VUM exchange.")
    oin: str | None = Field(None, pattern=r"^[0-9]{20}$", description="Own organisation number in the VUM exchange.")
    vum_secret: SecretStr | None = Field(
        None, min_length=SHORTEST_SECRET, description="What the gateway of the VUM sends as bearer token."
    )
    vum_instance: str | None = Field(
        None, pattern=ID_PATTERN, description="Name of the instance of which vacancies are given to the VUM."
    )
    register_uri: str = Field(
        "urn:leerwerk:verwerking:",
        pattern=r"^(https?://|urn:)\S+$",
        description="Begin of the URIs of processing activities that the logbook points to.",
    )
    retention_months: int = Field(60, ge=6, le=240, description="After how many months closed records are erased.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged, from here up.")
    data_folder: Path = Field(Path("leerwerk-data"), description="Where uploads stand while they are read.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read every `LEERWERK_...` variable; empty ones count as absent.

        Raises:
            InvalidField: a variable is unknown, of the wrong type or out of range, or together they are not safe.
        """
        known = {PREFIX + name.upper(): name for name in cls.model_fields}
        given = {key: value for key, value in environment.items() if key.startswith(PREFIX) and value}
        wrong = [
            Problem("environment", 0, key, "", one_of(known))
            for key in sorted(given.keys() - known.keys())
            if not key.startswith(f"{PREFIX}TEST_")
        ]
        try:
            made = cls.model_validate({known[key]: value for key, value in given.items() if key in known})
        except ValidationError as error:
            wrong += [_named(problem, given) for problem in problems_of(error, "environment")]
            raise InvalidField(wrong) from error
        if wrong:
            raise InvalidField(wrong)
        return made

    @model_validator(mode="after")
    def _safe(self) -> Self:
        """Refuse what is unsafe or incomplete together; every reason at once."""
        found = []
        if self.login == "oidc":
            if self.oidc_issuer is None:
                found.append(Wanted("oidc_issuer is nodig bij login=oidc", "oidc_issuer is needed with login=oidc"))
        elif not self.is_loopback:
            found.append(
                Wanted(
                    f"de demo-login is alleen voor deze machine: host moet een loopback-adres zijn, niet {self.host}",
                    f"the demo login is for this machine only: host must be a loopback address, not {self.host}",
                )
            )
        secret = self.secret.get_secret_value()
        if not self.is_loopback and (secret == KNOWN_SECRET or len(secret) < SHORTEST_SECRET):
            found.append(
                Wanted(
                    f"secret moet op dit adres {SHORTEST_SECRET} willekeurige tekens of meer zijn",
                    f"secret must be set to {SHORTEST_SECRET} random characters or more on this address",
                )
            )
        if self.vum:
            needed = {"oin": self.oin, "vum_secret": self.vum_secret, "vum_instance": self.vum_instance}
            lacking = [name for name, value in needed.items() if value is None]
            found += [Wanted(f"{name} is nodig bij vum", f"{name} is needed with vum") for name in lacking]
        if found:
            raise Unfit(found)
        return self

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def base_url(self) -> str:
        """How the service is reached, without a slash at the end."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{shown}:{self.port}").rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the service over TLS."""
        return self.base_url.startswith("https://")


def _named(problem: Problem, given: Mapping[str, str]) -> Problem:
    """Name the variable of a setting; what may hold a secret is not shown."""
    field = PREFIX + problem.field.partition(".")[0].upper() if problem.field else ""
    secret = "SECRET" in field or "DATABASE" in field
    return replace(problem, field=field, value="" if secret else given.get(field, ""))


def table() -> str:
    """The settings as a table in Markdown, for the README of this room."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = (
            ""
            if default is None or isinstance(default, SecretStr)
            else str(default).lower()
            if isinstance(default, bool)
            else str(default)
        )
        rows.append(f"| `{PREFIX}{name.upper()}` | {f'`{shown}`' if shown else ''} | {field.description} |")
    return "\n".join(rows)
