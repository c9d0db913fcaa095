"""The documents of the VUM as they travel, with its field names: `idWerkzoekende` there is `id_werkzoekende` here.

A document says nothing of what is absent, and empty is absent: None and () are left out when it is written. Unknown
properties are allowed and ignored. Which fields are not declared on purpose: telephone, e-mail, contact persons, the
written presentation and the history of work of a jobseeker. They tell who someone is, so they are dropped on arrival.
Nor is `eisAanWerk`, which tells of limits. Mandatory is only what nothing can be done without, the id.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from instances.vum.codes import code_list

POSTCODE = r"^[1-9][0-9]{3}( ?[A-Z]{2})?$"

Name = Annotated[str, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=4000)]
DutchPostcode = Annotated[str, StringConstraints(pattern=POSTCODE)]
WeekHours = Annotated[int, Field(ge=0, le=99)]


def _one_of(name: str) -> Callable[[Any], Any]:
    """Check a code: as the list writes it, or as a whole number where the text of that number is a code."""

    def check(value: Any) -> Any:
        found = code_list(name)
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str) or text not in found.codes:
            raise PydanticCustomError("vum_code", "a code of the list {list}", {"list": name})
        return int(text) if found.wire == "number" else text

    return check


def _day(value: Any) -> Any:
    """Days travel as text; pydantic alone would also take a number for a date."""
    if isinstance(value, date | str):
        return value
    raise PydanticCustomError("date_parsing", "a date", {})


Day = Annotated[date, BeforeValidator(_day)]
Indication = Annotated[int, BeforeValidator(_one_of("indicatie"))]
WorkLevel = Annotated[str, BeforeValidator(_one_of("werk_en_denkniveau"))]
ContractCode = Annotated[str, BeforeValidator(_one_of("type_arbeidscontract"))]
AgreementCode = Annotated[str, BeforeValidator(_one_of("type_overeenkomst"))]
RadiusCode = Annotated[str, BeforeValidator(_one_of("regiostraal"))]
EducationCode = Annotated[str, BeforeValidator(_one_of("niveau_opleiding"))]
EducationStatus = Annotated[str, BeforeValidator(_one_of("status_opleiding"))]
LanguageCode = Annotated[str, BeforeValidator(_one_of("taal"))]
LanguageLevel = Annotated[str, BeforeValidator(_one_of("niveau_taal"))]
VehicleCode = Annotated[str, BeforeValidator(_one_of("vervoermiddel"))]
BehaviourCode = Annotated[str, BeforeValidator(_one_of("gedragscompetentie"))]
MasteryCode = Annotated[str, BeforeValidator(_one_of("beheersing_gedragscompetentie"))]
LicenceCode = Annotated[str, BeforeValidator(_one_of("soort_rijbewijs"))]
ApplicationCode = Annotated[str, BeforeValidator(_one_of("sollicitatiewijze"))]


class Wire(BaseModel):
    """A frozen part of a document."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class Occupation(Wire):
    """A `beroep`: coded, or in words."""

    code_beroepsnaam: Name | None = None
    omschrijving_beroepsnaam: Name | None = None
    naam_beroep_ongecodeerd: Name | None = None


class Sector(Wire):
    """A `sector` by its SBI code."""

    code_sbi: Name | None = None


class Mobility(Wire):
    """`mobiliteit`: from where, how far (km) and how long (minutes)."""

    bemiddelingspostcode: DutchPostcode | None = None
    maximale_reisafstand: Annotated[int, Field(ge=0, le=999)] | None = None
    maximale_reistijd: Annotated[int, Field(ge=0, le=999)] | None = None


class Flexibility(Wire):
    """`flexibiliteit`: from when to when, in which circle, at odd hours or not."""

    code_regiostraal: RadiusCode | None = None
    datum_aanvang_beschikbaar_voor_werk: Day | None = None
    datum_einde_beschikbaar_voor_werk: Day | None = None
    indicatie_onregelmatig_werk_of_ploegendienst: Indication | None = None


class Hours(Wire):
    """`werktijden`: hours a week."""

    aantal_werkuren_per_week_minimaal: WeekHours | None = None
    aantal_werkuren_per_week_maximaal: WeekHours | None = None
    indicatie_kantoortijden: Indication | None = None


class Contract(Wire):
    """A `contractvorm`."""

    code_type_arbeidscontract: ContractCode | None = None
    code_type_overeenkomst: AgreementCode | None = None


class Vehicle(Wire):
    """A `vervoermiddel`."""

    code_vervoermiddel: VehicleCode | None = None
    indicatie_beschikbaar_voor_woon_werkverkeer: Indication | None = None
    indicatie_beschikbaar_voor_uitvoering_werk: Indication | None = None


class Licence(Wire):
    """A `rijbewijs`."""

    code_soort_rijbewijs: LicenceCode | None = None


class Course(Wire):
    """A `cursus`."""

    naam_cursus: Name | None = None
    naam_opleidingsinstituut: Name | None = None
    datum_certificaat: Day | None = None


class Behaviour(Wire):
    """A `gedragscompetentie`."""

    code_gedragscompetentie: BehaviourCode | None = None
    code_beheersing_gedragscompetentie: MasteryCode | None = None
    omschrijving_gedragscompetentie: Long | None = None


class Speech(Wire):
    """A `taalbeheersing`."""

    code_taal: LanguageCode | None = None
    code_niveau_taalbeheersing_mondeling: LanguageLevel | None = None
    code_niveau_taalbeheersing_schriftelijk: LanguageLevel | None = None
    code_niveau_taalbeheersing_lezen: LanguageLevel | None = None
    code_niveau_taalbeheersing_luisteren: LanguageLevel | None = None


class Craft(Wire):
    """A `vakvaardigheid`, in words."""

    omschrijving: Long | None = None


class Education(Wire):
    """An `opleiding`."""

    code_niveau_opleiding: EducationCode | None = None
    code_status_opleiding: EducationStatus | None = None
    indicatie_diploma: Indication | None = None
    datum_diploma: Day | None = None


class Interest(Wire):
    """An `interesse`, in words."""

    naam_interesse: Name | None = None


class Qualification(Wire):
    """`arbeidsmarktkwalificatie`: what someone can do."""

    code_werk_en_denkniveau_werkzoekende: WorkLevel | None = None
    rijbewijs: tuple[Licence, ...] = ()
    cursus: tuple[Course, ...] = ()
    interesse: tuple[Interest, ...] = ()
    gedragscompetentie: tuple[Behaviour, ...] = ()
    taalbeheersing: tuple[Speech, ...] = ()
    vakvaardigheid: tuple[Craft, ...] = ()
    opleiding: tuple[Education, ...] = ()


class WerkzoekendeProfiel(Wire):
    """A jobseeker."""

    id_werkzoekende: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    indicatie_ldr_registratie: Indication | None = None
    bemiddelingsberoep: tuple[Occupation, ...] = ()
    sector: tuple[Sector, ...] = ()
    mobiliteit: Mobility | None = None
    flexibiliteit: Flexibility | None = None
    werktijden: Hours | None = None
    contractvorm: tuple[Contract, ...] = ()
    vervoermiddel: tuple[Vehicle, ...] = ()
    arbeidsmarktkwalificatie: Qualification | None = None


class Terms(Wire):
    """`arbeidsVoorwaarden`: from when to when, on which terms."""

    datum_aanvang_werkzaamheden: Day | None = None
    datum_einde_werkzaamheden: Day | None = None
    omschrijving_arbeidsvoorwaarden: Long | None = None
    salaris_indicatie: Name | None = None


class UncodedName(Wire):
    """`beroepsnaamOngecodeerd`: an occupation in words."""

    naam_beroep_ongecodeerd: Name | None = None


class CodedName(Wire):
    """`beroepsnaamGecodeerd`: an occupation by its code."""

    code_beroepsnaam: Name | None = None
    omschrijving_beroepsnaam: Name | None = None


class VacancyOccupation(Wire):
    """`beroep` of a vacancy."""

    beroepsnaam_gecodeerd: CodedName | None = None
    beroepsnaam_ongecodeerd: UncodedName | None = None


class Application(Wire):
    """A `sollicitatiewijze`."""

    code_sollicitatiewijze: ApplicationCode | None = None


class Employer(Wire):
    """`werkgever`, without its contact persons."""

    handelsnaam_organisatie: Name | None = None
    sector: tuple[Sector, ...] = ()


class Vacature(Wire):
    """A vacancy."""

    id_vacature: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    naam_vacature: Name | None = None
    nummer_vacature: Name | None = None
    omschrijving_vacature: Long | None = None
    sluitingsdatum_vacature: Day | None = None
    code_werk_en_denkniveau_minimaal: WorkLevel | None = None
    indicatie_ldr_registratie: Indication | None = None
    arbeids_voorwaarden: Terms | None = None
    beroep: VacancyOccupation | None = None
    contractvorm: tuple[Contract, ...] = ()
    cursus: tuple[Course, ...] = ()
    flexibiliteit: Flexibility | None = None
    gedragscompetentie: tuple[Behaviour, ...] = ()
    opleiding: tuple[Education, ...] = ()
    rijbewijs: tuple[Licence, ...] = ()
    sector: Sector | None = None
    sollicitatiewijze: tuple[Application, ...] = ()
    taalbeheersing: tuple[Speech, ...] = ()
    vakvaardigheid: tuple[Craft, ...] = ()
    vervoermiddel: tuple[Vehicle, ...] = ()
    werktijden: Hours | None = None
    mobiliteit: Mobility | None = None
    werkgever: Employer | None = None


type VumDocument = WerkzoekendeProfiel | Vacature


def without_empty(value: Any) -> Any:
    """Leave out, at every depth, what is empty: null, "", [] and {}."""
    if isinstance(value, dict):
        kept = {name: without_empty(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        return [part for part in map(without_empty, value) if part not in (None, "", [], {})]
    return value


def written(document: Wire) -> dict[str, Any]:
    """Give a document as JSON values, empty parts left out; array order has no meaning, so arrays are sorted."""
    found: dict[str, Any] = _sorted(without_empty(document.model_dump(mode="json", by_alias=True)))
    return found


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(part) for name, part in value.items()}
    return sorted(map(_sorted, value), key=repr) if isinstance(value, list) else value
