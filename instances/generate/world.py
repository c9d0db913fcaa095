"""Where an instance plays: municipalities, their postcodes, and the organisations that serve their people.

Two worlds exist. `heuvelland` is the region itself, with its real organisations. `land` takes any set of
municipalities; there each large one runs a made-up development company that also serves its smaller neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from instances.generate.draw import Floats, Ints, apportion, listed, number, pick_by, rank_within, rows_of, table
from instances.geography import geography

CHAIN = {
    "mtb": ("MTB", "development_company", "other"),
    "annex": ("Annex", "diagnosis", "public"),
    "podium24": ("Podium24", "placement", "public"),
    "szmh": ("Sociale Zaken Maastricht-Heuvelland", "social_service", "public"),
    "sem": ("Sociale dienst Eijsden-Margraten", "social_service", "public"),
    "wozl": ("WOZL", "wsw_company", "other"),
    "vidar": ("Vidar", "partner", "other"),
    "mob": ("MOB (in oprichting)", "development_company", "other"),
}
WITH_OWN_SOCIAL_SERVICE = "GM1903"


@dataclass(frozen=True, eq=False)
class World:
    """M municipalities, C companies, O organisations of the chain.

    `code`, `name` (M,); `households` float (M,) on social assistance; `wsw_people` int (M,); `frozen_euro` float (M,),
    a year for re-integration; `room` float (M,), money free for placements per euro of its share of all slots;
    `cap_euro` int (M,), a year for one person; `company`, `wsw_company` int (M,): who offers lines to its people and
    who employs its Wsw people, as positions in `companies` (ids); `company_sites`: postcode indices of each company;
    `hub` int (C,): municipality of the company; `social_service` (M,) ids; `coaches`: organisation id -> weight in
    the number of coaches; `organisations`: the chain as a frame; `postcode`, `postcode_of` int (K,): postcodes that
    people live in with their municipality; `people` float (K,): inhabitants; `neighbours`: postcodes just outside.
    """

    code: list[str]
    name: list[str]
    households: Floats
    wsw_people: Ints
    frozen_euro: Floats
    room: Floats
    cap_euro: Ints
    companies: list[str]
    company: Ints
    wsw_company: Ints
    company_sites: list[list[int]]
    hub: Ints
    social_service: list[str]
    coaches: dict[str, float]
    organisations: pd.DataFrame
    postcode: Ints
    postcode_of: Ints
    people: Floats
    neighbours: Ints

    @property
    def num_wsw(self) -> int:
        """Wsw people of all municipalities."""
        return int(self.wsw_people.sum())

    def serving(self, postcode: Ints) -> Ints:
        """The company in whose area each postcode lies; the first company for postcodes outside the world."""
        of_postcode = np.zeros(len(geography()), np.int64)
        of_postcode[self.postcode] = self.company[self.postcode_of]
        company: Ints = of_postcode[postcode]
        return company

    def homes(self, random: np.random.Generator, municipality: NDArray[np.integer]) -> Ints:
        """Draw a postcode index in each municipality, in proportion to its inhabitants, int64 (n,)."""
        rank = rank_within(self.postcode_of)
        weights = np.zeros((len(self.code), rank.max() + 1))
        weights[self.postcode_of, rank] = self.people
        place = np.zeros(weights.shape, np.int64)
        place[self.postcode_of, rank] = self.postcode
        drawn: Ints = place[municipality, pick_by(random, weights, municipality)]
        return drawn


def heuvelland(num_participants: int) -> World:
    """The six municipalities of Maastricht-Heuvelland, with as many people as asked."""
    codes = list(table("benefit_households"))
    mtb, wozl = int(number("wsw_mtb_people")), int(number("wsw_wozl_people"))
    households = np.array(list(table("benefit_households").values()), np.float64)
    scale = num_participants / region_participants()
    at_mtb = table("wsw_mtb_split")
    wsw_company = np.array([0 if code in at_mtb else 1 for code in codes])
    share = np.array([at_mtb.get(code, 0.0) for code in codes])
    wsw = apportion(round(mtb * scale), share) + apportion(round(wozl * scale), households * wsw_company)
    companies = ["mtb", "wozl"]
    sites = table("main_site")
    return World(
        code=codes,
        households=households * scale,
        wsw_people=wsw,
        frozen_euro=np.array([table("frozen_budget")[code] for code in codes]) * scale,
        room=np.array([table("room")[code] for code in codes]),
        cap_euro=np.array([table("participant_cap")[code] for code in codes]),
        companies=companies,
        company=np.zeros(len(codes), np.int64),
        wsw_company=wsw_company,
        company_sites=[geography().index(found).tolist() for found in ([sites["mtb"]], listed("wozl_sites"))],
        hub=np.zeros(2, np.int64),
        social_service=["sem" if code == WITH_OWN_SOCIAL_SERVICE else "szmh" for code in codes],
        coaches=table("coaches"),
        organisations=rows_of(
            "organisations",
            {
                "id": list(CHAIN),
                "name": [name for name, _, _ in CHAIN.values()],
                "kind": [kind for _, kind, _ in CHAIN.values()],
                "sector": [sector for _, _, sector in CHAIN.values()],
                "postcode": [sites[organisation] for organisation in CHAIN],
                "successor_of": ["mtb" if organisation == "mob" else None for organisation in CHAIN],
            },
            len(CHAIN),
        ),
        neighbours=geography().index(table("neighbour_sites")["postcodes"]).astype(np.int64),
        **_places(codes),
    )


def region_participants() -> int:
    """People of the region as the figures have it: all active ones, and Wsw people at WOZL beside them."""
    households: float = sum(table("benefit_households").values())
    return round(number("active_share") * households + number("wsw_wozl_people"))


def land(random: np.random.Generator, num_participants: int, province: str = "") -> World:
    """All municipalities of a province, or of the country, with as many people as asked."""
    geo = geography()
    inside = (geo.municipality != "") & ((geo.province == province) | (province == ""))
    codes = sorted(set(geo.municipality[inside].tolist()))
    population = _municipalities(codes)["population"].to_numpy(np.float64)
    wsw_share = (number("wsw_mtb_people") + number("wsw_wozl_people")) / region_participants()
    weight = population ** number("crowding")
    others = num_participants * (1 - wsw_share)
    # "households" carry the weight of a municipality; their number follows from its people and the active share
    households = weight / weight.sum() * others / number("active_share")
    places = _places(codes)
    centre = np.array(
        [np.average(geo.xyz[places["postcode"][own]], axis=0, weights=places["people"][own] + 1)
         for own in (places["postcode_of"] == m for m in range(len(codes)))]
    )  # fmt: skip
    hub = _hubs(population, centre)
    company = cKDTree(centre[hub]).query(centre)[1].astype(np.int64)
    busiest = [places["postcode"][own][np.argmax(places["people"][own])]
               for own in (places["postcode_of"] == m for m in hub)]  # fmt: skip
    companies = [f"company-{codes[m].lower()}" for m in hub]
    services = [f"service-{codes[m].lower()}" for m in hub]
    names = _municipalities(codes)["name"].to_numpy()[hub]
    served = np.bincount(company, weight, len(hub))
    varied = np.exp(random.normal(0, number("frozen_varies"), len(codes)))
    return World(
        code=codes,
        households=households,
        wsw_people=apportion(num_participants - round(others), weight),
        frozen_euro=households * number("frozen_per_household") * varied,
        room=number("room_elsewhere") * varied,
        cap_euro=np.full(len(codes), int(number("participant_cap_elsewhere"))),
        companies=companies,
        company=company,
        wsw_company=company,
        company_sites=[[int(site)] for site in busiest],
        hub=hub,
        social_service=[services[c] for c in company],
        coaches=dict(zip([*companies, *services], np.tile(served, 2).tolist(), strict=True)),
        organisations=rows_of(
            "organisations",
            {
                "id": [*companies, *services],
                "name": [f"Ontwikkelbedrijf {name} (verzonnen)" for name in names]
                + [f"Sociale dienst {name} (verzonnen)" for name in names],
                "kind": ["development_company"] * len(hub) + ["social_service"] * len(hub),
                "sector": ["other"] * len(hub) + ["public"] * len(hub),
                "postcode": [*geo.code[busiest], *geo.code[busiest]],
            },
            2 * len(hub),
        ),
        neighbours=np.empty(0, np.int64),
        **places,
    )


def _hubs(population: Floats, centre: Floats) -> Ints:
    """The large municipalities, and then the farthest one each time, until none lies too far from a hub."""
    hub = np.flatnonzero(population >= min(number("hub_population"), population.max()))
    while True:
        far: Floats = np.asarray(cKDTree(centre[hub]).query(centre)[0])
        if far.max() <= number("hub_reach_km"):
            return hub
        hub = np.sort(np.r_[hub, far.argmax()])


def _municipalities(codes: Sequence[str]) -> pd.DataFrame:
    return geography().municipalities.set_index("code").loc[list(codes)]


def _places(codes: Sequence[str]) -> dict[str, Any]:
    geo = geography()
    number_of = pd.Index(codes).get_indexer(pd.Index(geo.municipality))
    inside = np.flatnonzero(number_of >= 0)
    return {
        "name": _municipalities(codes)["name"].to_list(),
        "postcode": inside,
        "postcode_of": number_of[inside],
        "people": np.nan_to_num(geo.population[inside]),
    }
