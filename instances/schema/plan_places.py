"""Where lines run: hosts, the site, lines and their places, and the staff behind them."""

from datetime import date

from instances.schema.base import Document, Id, Text, attribute
from instances.schema.plan import cents, percent, source, status
from instances.schema.plan_words import HostKind
from instances.schema.vocabulary import Status


def _places(title: str, description: str, unit: str = "places", default: float | None = None) -> float | None:
    found: float | None = attribute(title, description, unit=unit, default=default, ge=0, le=100_000)
    return found


class PlanHost(Document):
    """A host of lines: the production site, work on location, the new company, employers, a partner."""

    id: Id = attribute("Plek", "Id of the host.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    kind: HostKind = attribute("Soort", "What kind of host.")
    organisation: Id | None = attribute("Organisatie", "Who runs it.", to="organisations", default=None)
    pool: Id | None = attribute("Kostenpool", "Who bears its shared cost.", to="plan_pools", default=None)
    protected: bool = attribute("Beschermd", "Its places are protected ones, to be as few as possible.", default=False)
    open_from: date | None = attribute("Open vanaf", "Founding date; empty = already there.", default=None)
    open_until: date | None = attribute("Open tot", "First day without places; empty = stays.", default=None)
    most_places: float | None = _places("Meeste plekken", "Places on all lines together; empty = no limit.")
    builds_quarter: float | None = _places(
        "Opbouw per kwartaal", "New places in a quarter, built or moved in; empty = no limit.", "places/quarter"
    )
    moves_quarter: float | None = _places(
        "Ombouw per kwartaal", "Places that move away in a quarter; empty = no limit.", "places/quarter"
    )
    cuts_quarter: float | None = _places(
        "Afbouw per kwartaal", "Places that end in a quarter; empty = no limit.", "places/quarter"
    )
    idle_year_cents: int = cents("Kosten per plek", "Cost of a place, also an empty one.", "euro cents/place/year")
    supervision_year_cents: int = cents("Werkleiding", "Guidance at work per person.", "euro cents/person/year")
    value_percent: float = percent("Opbrengst", "Added value here, against that of the line.", default=100.0, le=500)
    build_cents: int = cents("Opbouwkosten", "One-off cost of a new place.", "euro cents/place")
    cut_cents: int = cents("Afbouwkosten", "One-off cost of ending a place.", "euro cents/place")
    transfer_cents: int = cents("Overgang", "Guidance of one person who comes here.", "euro cents/person")
    source: Text = source()
    status: Status = status()


class PlanLine(Document):
    """What a place on a line needs and yields, wherever it runs."""

    line: Id = attribute("Lijn", "Which line.", to="lines")
    value_year_cents: int = cents("Toegevoegde waarde", "Value of full production.", "euro cents/person/year")
    worth_year_cents: int = cents(
        "Waarde voor matching", "What a place on a track is worth beyond money; it weighs, it is not spent.",
        "euro cents/person/year",
    )  # fmt: skip
    area_m2: float = attribute("Ruimte", "Floor of a place at a site.", unit="m2/place", default=0.0, ge=0, le=1000)
    move_cents: int = cents("Ombouwkosten", "One-off cost of moving a place.", "euro cents/place")
    moves_quarter: float | None = _places(
        "Ombouw per kwartaal", "Places of this line that move in a quarter; empty = no limit.", "places/quarter"
    )
    source: Text = source()
    status: Status = status()


class PlanPlace(Document):
    """A line at a host: the places at the start, and the limits."""

    line: Id = attribute("Lijn", "Which line.", to="lines")
    host: Id = attribute("Plek", "Where.", to="plan_hosts")
    start_places: float = attribute("Plekken nu", "Before the first period.", unit="places", default=0.0, ge=0, le=1e5)
    most_places: float | None = _places("Meeste plekken", "Limit of this line here; empty = no limit.")
    least_places: float = attribute(
        "Kleinste lijn", "Fewest places that can run; fewer is none.", unit="places", default=0.0, ge=0, le=1e5
    )
    source: Text = source()
    status: Status = status()


class PlanMove(Document):
    """Places may move from one host to another, from a day on."""

    from_host: Id = attribute("Van", "From which host.", to="plan_hosts")
    to_host: Id = attribute("Naar", "To which host.", to="plan_hosts")
    from_on: date | None = attribute("Vanaf", "First day on which places move; empty = at once.", default=None)
    source: Text = source()
    status: Status = status()


class PlanSite(Document):
    """A building with floor that can be given back in steps."""

    id: Id = attribute("Locatie", "Id of the site.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    host: Id = attribute("Plek", "Whose places stand on it.", to="plan_hosts")
    start_m2: float = attribute("Vloer nu", "Floor before the first period.", unit="m2", ge=0, le=1e7)
    least_m2: float = attribute(
        "Kleinste vloer", "Floor that stays while it is open.", unit="m2", default=0.0, ge=0, le=1e7
    )
    shrink_quarter_m2: float | None = attribute(
        "Krimp per kwartaal", "Floor that can be given back in a quarter; empty = no limit.",
        unit="m2/quarter", default=None, ge=0, le=1e7,
    )  # fmt: skip
    rent_m2_year_cents: int = cents("Huur", "Rent and upkeep.", "euro cents/m2/year")
    open_year_cents: int = cents("Vaste lasten", "Cost while it is open, whatever its size.", "euro cents/year")
    clear_m2_cents: int = cents("Oplevering", "One-off cost of giving floor back.", "euro cents/m2")
    source: Text = source()
    status: Status = status()


class PlanStaff(Document):
    """A class of staff at a host: overhead, supervisors, coaches."""

    id: Id = attribute("Functie", "Id of the class.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    pool: Id = attribute("Kostenpool", "Who pays them.", to="plan_pools")
    hosts: tuple[Id, ...] = attribute("Plekken", "Whose places they serve.", to="plan_hosts")
    start_fte: float = attribute("Formatie nu", "Before the first period.", unit="fte", default=0.0, ge=0, le=1e5)
    fixed_fte: float = attribute("Vaste formatie", "Needed whatever the size.", unit="fte", default=0.0, ge=0, le=1e5)
    fte_100_places: float = attribute(
        "Formatie per 100 plekken", "Needed for the places served.", unit="fte/100 places", default=0.0, ge=0, le=1000
    )
    salary_year_cents: int = cents("Loonkosten", "Cost of one fte.", "euro cents/fte/year")
    attrition_percent: float = percent("Verloop", "Who leaves by themselves.", "%/year")
    hires_quarter: float | None = attribute(
        "Werving per kwartaal", "Hires in a quarter; empty = no limit.", unit="fte/quarter", default=None, ge=0, le=1e5
    )
    cuts_quarter: float | None = attribute(
        "Afbouw per kwartaal", "Jobs ended in a quarter; empty = no limit.",
        unit="fte/quarter", default=None, ge=0, le=1e5,
    )  # fmt: skip
    severance_cents: int = cents("Afvloeiing", "One-off cost of a job that is ended.", "euro cents/fte")
    retrain_to: Id | None = attribute("Omscholing naar", "Class they can go over to.", to="plan_staff", default=None)
    retrain_cents: int = cents("Omscholing", "One-off cost of going over.", "euro cents/fte")
    source: Text = source()
    status: Status = status()
