"""The closed word lists of the plan."""

from instances.schema.vocabulary import Word


class Method(Word):
    """How the goals of a plan are weighed against one another."""

    LEXICOGRAPHIC = "lexicographic", "op volgorde", "in order"
    WEIGHTED = "weighted", "gewogen", "weighted"


class Goal(Word):
    """What a plan tries to keep small."""

    SHELTERED_SHORT = "sheltered_short", "beschut werk te weinig", "sheltered work short of the duty"
    DEFICIT = "deficit", "tekort boven het bevroren budget", "deficit above the frozen budget"
    OWN_MONEY = "own_money", "eenmalige kosten uit eigen geld", "one-off cost from own money"
    COMPANY_DEFICIT = "company_deficit", "tekort van het bedrijf boven het pad", "company deficit above its path"
    EXITS_SHORT = "exits_short", "blijvende uitstroom te weinig", "lasting exits short of the target"
    PROTECTED = "protected", "mensen op beschermde plekken", "people in protected places"
    WAITING = "waiting", "wachtenden", "people waiting"
    TRANSFERS = "transfers", "overdrachten", "hand-overs"
    REDUNDANCIES = "redundancies", "gedwongen afbouw van formatie", "forced redundancies"


class HostKind(Word):
    """Where a line can run."""

    PRODUCTION = "production", "productielocatie", "production site"
    ON_LOCATION = "on_location", "op locatie", "on location"
    COMPANY = "company", "nieuw bedrijf", "new company"
    EMPLOYER = "employer", "werkgever", "employer"
    PARTNER = "partner", "partner", "partner"


class GroupKind(Word):
    """What binds a plan to a group: a right of everyone in it, a duty in number, or a track that one passes through."""

    RIGHT = "right", "recht", "right"
    DUTY = "duty", "plicht", "duty"
    TRACK = "track", "traject", "track"


class Operation(Word):
    """What a patch does to the figure that stands in the document."""

    SET = "set", "wordt", "becomes"
    MULTIPLY = "multiply", "maal", "times"
    ADD = "add", "plus", "plus"


class MoneyKind(Word):
    """Kinds of money in a plan; `share_POOL` beside these is what a municipality pays of a pool."""

    STRUCTURAL = "structural", "structurele kosten", "structural cost"
    BUDGET = "budget", "bevroren budget", "frozen budget"
    DEFICIT = "deficit", "tekort", "deficit"
    SURPLUS = "surplus", "overschot", "surplus"
    ONE_OFF = "one_off", "eenmalige kosten", "one-off cost"
    IMPULSE = "impulse", "gebruikte impulsmiddelen", "impulse money used"
    OWN = "own", "eenmalige kosten uit eigen geld", "one-off cost from own money"
    PER_PARTICIPANT = "per_participant", "kosten per deelnemer per jaar", "cost per participant a year"
    WAGES = "wages", "lonen", "wages"
    GRANT = "grant", "rijksbijdrage", "grant"
    GUIDANCE = "guidance", "begeleiding", "guidance"
    VALUE = "value", "opbrengst van het werk", "value of the work"
    TARIFFS = "tariffs", "tarieven voor trajecten", "tariffs for tracks"
    FIXED = "fixed", "vaste kosten", "fixed cost"
    IDLE = "idle", "kosten van plekken", "cost of places"
    RENT = "rent", "huisvesting", "housing"
    SALARIES = "salaries", "formatie", "staff"
    PATH = "path", "hoogste tekort volgens het pad", "deficit at most, by the path"
