"""The closed word lists of the documents, each word with its Dutch and English label.

The wire value is the first part of each member, stable and English; the labels are for people. The order of the
members is the order of the codes in the engine's columns, so lists with a natural order keep it (`Language`).
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a closed list: `Mode.BIKE.value == "bike"`, `Mode.BIKE.nl == "fiets"`."""

    nl: str
    en: str

    def __new__(cls, value: str, nl: str = "", en: str = "") -> Self:
        """Make the member a plain string that carries two labels (every member gives both)."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.nl, member.en = nl, en
        return member

    def label(self, lang: str) -> str:
        """Give the label in `nl` or `en`."""
        return self.nl if lang == "nl" else self.en


class Status(Word):
    """How much a figure can be trusted."""

    OFFICIAL = "official", "officieel", "official"
    ESTIMATED = "estimated", "geschat", "estimated"
    ASSUMED = "assumed", "aangenomen", "assumed"


class Regime(Word):
    """Under which law and payer a participant falls."""

    PW = "pw", "Participatiewet", "Participation Act"
    PW_LKS = "pw_lks", "Participatiewet met loonkostensubsidie", "Participation Act with wage-cost subsidy"
    SHELTERED = "sheltered", "beschut werk", "sheltered work"
    WSW_MTB = "wsw_mtb", "Wsw bij MTB", "Wsw at MTB"
    WSW_WOZL = "wsw_wozl", "Wsw bij WOZL", "Wsw at WOZL"
    NUGGER = "nugger", "geen uitkering", "no benefit"
    WAJONG = "wajong", "Wajong", "Wajong"


class Distance(Word):
    """Distance to work in the regional ordinance: short = work possible within a year."""

    SHORT = "short", "korte afstand", "short distance"
    LARGE = "large", "grote afstand", "large distance"


class Advice(Word):
    """The UWV advice on sheltered work (art. 10b Pw)."""

    NONE = "none", "niet aangevraagd", "not requested"
    REQUESTED = "requested", "aangevraagd", "requested"
    NEGATIVE = "negative", "negatief", "negative"
    POSITIVE = "positive", "positief", "positive"


class Stage(Word):
    """Where someone is in the chain."""

    DIAGNOSIS = "diagnosis", "diagnose", "diagnosis"
    DEVELOPMENT = "development", "ontwikkeling", "development"
    TRAINING = "training", "scholing", "training"
    PLACEMENT = "placement", "plaatsing", "placement"
    AFTERCARE = "aftercare", "nazorg", "aftercare"


class PlaceKind(Word):
    """What a workplace is, ordered from regular work to day activity."""

    REGULAR = "regular", "gewone baan", "regular job"
    REGULAR_LKS = "regular_lks", "baan met loonkostensubsidie", "job with wage-cost subsidy"
    SECONDMENT = "secondment", "individuele detachering", "individual secondment"
    SECONDMENT_GROUP = "secondment_group", "groepsdetachering", "group secondment"
    TRIAL = "trial", "proefplaatsing", "trial placement"
    WORK_EXPERIENCE = "work_experience", "werkervaringsplaats", "work experience place"
    LINE_SLOT = "line_slot", "plek op een leerwerklijn", "slot on a learn-work line"
    TRAINING = "training", "scholing", "training"
    SHELTERED_OUTSIDE = "sheltered_outside", "beschutte plek buiten", "sheltered place outside"
    SHELTERED_INSIDE = "sheltered_inside", "beschutte plek binnen", "sheltered place inside"
    DAY_ACTIVITY = "day_activity", "arbeidsmatige dagbesteding", "work-like day activity"


class OrganisationKind(Word):
    """The role of an organisation in the chain."""

    DEVELOPMENT_COMPANY = "development_company", "sociaal ontwikkelbedrijf", "social development company"
    WSW_COMPANY = "wsw_company", "sw-bedrijf", "Wsw company"
    DIAGNOSIS = "diagnosis", "diagnose", "diagnosis"
    PLACEMENT = "placement", "plaatsing", "placement service"
    SOCIAL_SERVICE = "social_service", "sociale dienst", "social service"
    PARTNER = "partner", "partner", "partner"
    EMPLOYER = "employer", "werkgever", "employer"


class Sector(Word):
    """Sector of an employer (mix of domain.md section 6)."""

    HOSPITALITY = "hospitality", "horeca en vrije tijd", "hospitality and leisure"
    RETAIL = "retail", "winkels", "retail"
    LOGISTICS = "logistics", "logistiek", "logistics"
    MANUFACTURING = "manufacturing", "industrie", "manufacturing"
    CLEANING = "cleaning", "schoonmaak", "cleaning"
    GREEN = "green", "groen", "green"
    CARE = "care", "zorg en facilitair", "care and facility"
    PUBLIC = "public", "overheid", "public"
    OTHER = "other", "overig", "other"


class Stream(Word):
    """The purse a cost is paid from."""

    REINTEGRATION = "reintegration", "re-integratie", "re-integration"
    SHELTERED = "sheltered", "beschut werk", "sheltered work"
    WSW = "wsw", "Wsw", "Wsw"
    WAGE_SUBSIDY = "wage_subsidy", "loonkostensubsidie", "wage-cost subsidy"
    IMPULSE = "impulse", "impulsmiddelen", "impulse money"


class Payer(Word):
    """Who pays a part of what a placement costs."""

    MUNICIPALITY = "municipality", "gemeente", "municipality"
    UWV = "uwv", "UWV", "UWV"
    EMPLOYER = "employer", "werkgever", "employer"
    STATE = "state", "Rijk", "state"


class CostKind(Word):
    """What a part of the cost of a placement is for."""

    TRACK = "track", "traject", "track"
    TRAINING = "training", "scholing", "training"
    SHELTERED = "sheltered", "begeleiding op een beschutte plek", "guidance on a sheltered place"
    WSW = "wsw", "Wsw-plek", "Wsw place"
    LKS = "lks", "loonkostensubsidie", "wage-cost subsidy"
    COACHING = "coaching", "jobcoach", "job coach"
    LKV = "lkv", "loonkostenvoordeel", "wage-cost benefit"
    PRACTICAL_LEARNING = "practical_learning", "praktijkleren", "practical learning"
    WAGE = "wage", "loon", "wage"


class Mode(Word):
    """A way to travel."""

    WALK = "walk", "lopend", "on foot"
    BIKE = "bike", "met de fiets", "by bike"
    EBIKE = "ebike", "met de e-bike", "by e-bike"
    MOPED = "moped", "met de bromfiets", "by moped"
    CAR = "car", "met de auto", "by car"
    PUBLIC_TRANSPORT = "public_transport", "met het openbaar vervoer", "by public transport"


class Day(Word):
    """A day of the week."""

    MON = "mon", "maandag", "Monday"
    TUE = "tue", "dinsdag", "Tuesday"
    WED = "wed", "woensdag", "Wednesday"
    THU = "thu", "donderdag", "Thursday"
    FRI = "fri", "vrijdag", "Friday"
    SAT = "sat", "zaterdag", "Saturday"
    SUN = "sun", "zondag", "Sunday"


class Language(Word):
    """Level of Dutch, CEFR with A0 for none."""

    A0 = "A0", "A0 (geen Nederlands)", "A0 (no Dutch)"
    A1 = "A1", "A1", "A1"
    A2 = "A2", "A2", "A2"
    B1 = "B1", "B1", "B1"
    B2 = "B2", "B2", "B2"
    C1 = "C1", "C1", "C1"
    C2 = "C2", "C2", "C2"


class Axis(Word):
    """A kind of load that work puts on a person; the same axes measure what a person can bear."""

    SIT = "sit", "lang zitten", "sitting"
    STAND = "stand", "lang staan", "standing"
    LIFT = "lift", "tillen", "lifting"
    REACH = "reach", "reiken en bukken", "reaching and bending"
    STRESS = "stress", "werkdruk", "stress"
    NOISE = "noise", "lawaai", "noise"
    HEIGHTS = "heights", "werken op hoogte", "heights"
    CONTACT = "contact", "contact met klanten", "contact with customers"
    PACE = "pace", "werktempo", "pace"


class Certificate(Word):
    """A paper that a workplace may require by law or contract."""

    VOG = "vog", "verklaring omtrent gedrag (VOG)", "certificate of conduct (VOG)"
    VCA = "vca", "VCA veiligheid", "VCA safety certificate"
    FORKLIFT = "forklift", "heftruckcertificaat", "forklift certificate"
    SVH = "svh", "SVH sociale hygiëne", "SVH social hygiene"
    HACCP = "haccp", "HACCP voedselveiligheid", "HACCP food safety"
    LICENCE_AM = "licence_am", "rijbewijs AM", "driving licence AM"
    LICENCE_B = "licence_b", "rijbewijs B", "driving licence B"


class Evidence(Word):
    """How sure a skill level is."""

    SELF = "self", "zelf genoemd", "self-reported"
    OBSERVED = "observed", "gezien op het werk", "observed at work"
    CERTIFIED = "certified", "met certificaat", "certified"


class Importance(Word):
    """How much the work needs a skill.

    The three strengths of CompetentNL: `cnlo:requiresHATEssential`, `...Important`, `...Somewhat`.
    """

    ESSENTIAL = "essential", "nodig", "essential"
    IMPORTANT = "important", "belangrijk", "important"
    SOMEWHAT = "somewhat", "welkom", "welcome"


class CoupleKind(Word):
    """What two participants are to one another at work."""

    APART = "apart", "niet samen", "apart"
    TOGETHER = "together", "samen", "together"


class CoupleReason(Word):
    """Why two participants work apart or together; no word tells of health."""

    AGREED = "agreed", "zo afgesproken", "so agreed"
    CONFLICT = "conflict", "ruzie gehad", "had a conflict"
    PRIVATE = "private", "kennen elkaar privé", "know one another privately"
    DISTRACTION = "distraction", "leiden elkaar af", "distract one another"
    SUPPORT = "support", "helpen elkaar", "help one another"
    TRAVEL = "travel", "reizen samen", "travel together"


class PlacementStatus(Word):
    """State of a placement, past or present."""

    PROMISED = "promised", "toegezegd", "promised"
    CURRENT = "current", "loopt", "current"
    ENDED = "ended", "beëindigd", "ended"


class Decision(Word):
    """What a named person decided about one participant at one workplace."""

    PIN = "pin", "vastgezet", "pinned"
    EXCLUDE = "exclude", "uitgesloten", "excluded"
    ACCEPTED = "accepted", "aangenomen", "accepted"
    REJECTED = "rejected", "afgewezen", "rejected"


class DecisionReason(Word):
    """Why it was decided: the coded reasons of domain.md section 3, of the participant, the employer or the system."""

    AGREED = "agreed", "zo afgesproken", "agreed upon"
    TRAVEL = "travel", "de reis", "the journey"
    HOURS_CHILDCARE = "hours_childcare", "de uren of de zorg thuis", "the hours or care at home"
    TASK_AVERSION = "task_aversion", "de taken passen niet bij de deelnemer", "the tasks do not suit the participant"
    HEALTH_CHANGED = "health_changed", "de belastbaarheid is veranderd", "what the participant can bear has changed"
    PAST_EXPERIENCE = "past_experience", "een slechte ervaring eerder", "a bad experience before"
    MOTIVATION = "motivation", "de motivatie", "motivation"
    BENEFIT_FEAR = "benefit_fear", "angst om de uitkering te verliezen", "fear of losing the benefit"
    OTHER_SECTOR = "other_sector", "de deelnemer wil ander werk", "the participant wants other work"
    PROFILE = "profile", "de werkgever zoekt een ander profiel", "the employer wants another profile"
    LANGUAGE = "language", "de taal", "language"
    CONDUCT_CERTIFICATE = "conduct_certificate", "er is geen VOG", "there is no certificate of conduct (VOG)"
    NO_GUIDANCE = "no_guidance", "geen tijd voor begeleiding", "no time for guidance"
    WITHDRAWN = "withdrawn", "de plek is ingetrokken", "the place was withdrawn"
    START_DATE = "start_date", "de startdatum", "the start date"
    TEAM_FIT = "team_fit", "het klikte na de proef niet met het team", "no fit with the team after the trial"
    DATA_WRONG = "data_wrong", "de gegevens klopten niet", "the data were wrong"
    INDICATION_MISSING = "indication_missing", "de indicatie ontbreekt", "the indication is missing"
    BUDGET = "budget", "het budget", "the budget"
    DISPLACEMENT = "displacement", "twijfel over verdringing", "doubt about displacement"
    DUPLICATE = "duplicate", "dubbel ingeschreven", "registered twice"


class RuleMode(Word):
    """What a rule does in this instance: policy, not code."""

    HARD = "hard", "verplicht", "hard"
    OVERRIDABLE = "hard_unless_overridden", "verplicht, tenzij met reden afgeweken", "hard unless overridden"
    SOFT = "soft", "telt mee", "soft"
    WATCH = "watch", "alleen melden", "watch"
    OFF = "off", "uit", "off"


class AgeGroup(Word):
    """Age on the first day of a placement, for audit only."""

    YOUNG = "young", "jonger dan 27", "under 27"
    MIDDLE = "middle", "27 tot en met 54", "27 to 54"
    SENIOR = "senior", "55 en ouder", "55 and older"


class ValuePart(Word):
    """What a place is worth to a person, part by part; every soft rule belongs to one."""

    LASTING = "lasting", "kans op een blijvende plek", "chance of a lasting place"
    REGULAR = "regular", "gewoon werk", "regular work"
    DEVELOPMENT = "development", "ontwikkeling", "development"
    WISH = "wish", "wens", "wish"
    TRAVEL = "travel", "reis", "travel"
    CONTINUITY = "continuity", "rust en toezeggingen", "continuity"
    URGENCY = "urgency", "wachttijd en spoed", "urgency"
    DEMANDS = "demands", "eisen van het werk", "demands of the work"


class OnUnknown(Word):
    """What happens when a rule cannot judge because a fact is not known."""

    ASK = "ask", "toelaten en navragen", "let pass and ask"
    PASS = "pass", "toelaten", "let pass"
    BLOCK = "block", "tegenhouden", "block"
