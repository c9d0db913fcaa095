"""The participants of the region against the figures that they are drawn from (domain study, section 6)."""

import numpy as np
import pytest

from instances.generate.draw import table
from instances.tables import Instance

NEAR = 0.04  # four percentage points: three standard deviations of a share among 1,500 people


def test_1900_to_2000_active_participants_and_90_wsw_people_of_wozl(region: Instance) -> None:
    regime = region["participants"]["regime"]
    assert 1_900 <= (regime != "wsw_wozl").sum() <= 2_000
    assert (regime == "wsw_mtb").sum() == 450
    assert (regime == "wsw_wozl").sum() == 90


def test_wsw_people_belong_to_the_company_of_their_municipality(region: Instance) -> None:
    people = region["participants"]
    towns = region["municipalities"].set_index("id")["wsw_organisation"]
    company = people["municipality"].map(towns)
    assert (company[people["regime"] == "wsw_mtb"] == "mtb").all()
    assert (company[people["regime"] == "wsw_wozl"] == "wozl").all()
    split = people.loc[people["regime"] == "wsw_mtb", "municipality"].value_counts(normalize=True)
    for code, share in table("wsw_mtb_split").items():
        assert split[code] == pytest.approx(share, abs=0.01)


def test_no_wsw_person_of_the_heuvelland_three_works_at_mtb_or_mob(region: Instance) -> None:
    people = region["participants"].set_index("id")
    where = region["workplaces"].set_index("id")["organisation"]
    now = region["placements"][region["placements"]["status"] == "current"]
    town, organisation = now["participant"].map(people["municipality"]), now["workplace"].map(where)
    wsw = now["participant"].map(people["regime"]).str.startswith("wsw")
    three = wsw & town.isin(["GM0981", "GM0994", "GM1729"])
    assert three.sum() == 90
    assert not organisation[three].isin(["mtb", "mob"]).any()


def test_regime_mix_of_the_others(region: Instance) -> None:
    regime = region["participants"]["regime"]
    others = regime[~regime.str.startswith("wsw")]
    mix = table("regime_mix")
    for name, share in mix.items():
        assert (others == name).mean() == pytest.approx(share / sum(mix.values()), abs=0.005)


def test_ladder_and_distance(region: Instance) -> None:
    people = region["participants"]
    pool = people[people["regime"].isin(["pw", "pw_lks", "nugger", "wajong"])]
    steps = pool["ladder_step"].value_counts(normalize=True)
    for step, share in zip(range(1, 7), (0.10, 0.22, 0.23, 0.17, 0.20, 0.08), strict=True):
        assert steps[step] == pytest.approx(share, abs=NEAR)
    assert (pool["distance"] == "short").mean() == pytest.approx(0.30, abs=NEAR)


def test_hours_by_regime(region: Instance) -> None:
    mean = region["participants"].groupby("regime")["hours_week"].mean()
    assert 26 <= mean["sheltered"] <= 28
    assert mean["pw_lks"] == pytest.approx(25, abs=1.5)
    assert mean["pw"] == pytest.approx(31, abs=2.5)  # school time takes hours off a fifth of them
    assert mean["wsw_mtb"] == pytest.approx(31, abs=1)


def test_wage_values(region: Instance) -> None:
    people = region["participants"]
    lks, sheltered = (people.loc[people["regime"] == name, "wage_value"] for name in ("pw_lks", "sheltered"))
    assert lks.mean() == pytest.approx(53, abs=2)
    assert sheltered.mean() == pytest.approx(35, abs=3)
    assert lks.between(20, 95).all()
    assert lks.notna().all()
    valued = people[people["wage_value"].notna()]
    assert valued["wage_value_on"].notna().mean() == pytest.approx(0.60, abs=0.06)


def test_advice_is_positive_for_sheltered_people_and_for_nobody_else(region: Instance) -> None:
    people = region["participants"]
    positive = people["sheltered_advice"] == "positive"
    assert (positive == (people["regime"] == "sheltered")).all()
    assert people.loc[positive, "sheltered_advice_on"].notna().all()


def test_limits(region: Instance) -> None:
    people = region["participants"]
    axes = [name for name in people if name.startswith("capacity_")]
    limited = (people[axes] < 4).fillna(False).sum(axis=1)
    assert (limited >= 2).mean() == pytest.approx(0.55, abs=0.05)
    without_place = people[people["regime"].isin(["pw", "pw_lks"])]
    assert without_place[axes].isna().to_numpy().mean() == pytest.approx(0.015, abs=0.005)


def test_travel(region: Instance) -> None:
    people = region["participants"]
    modes = people["modes"].str.split(";").map(set)
    waiting = modes[~people["regime"].str.startswith("wsw")]
    for mode, share in (("bike", 0.62), ("public_transport", 0.78), ("car", 0.24), ("moped", 0.05)):
        assert waiting.map(lambda own, mode=mode: mode in own).mean() == pytest.approx(share, abs=NEAR)
    assert (waiting.map(len) == 1).mean() == pytest.approx(0.06, abs=0.02)
    assert modes.map(lambda own: "walk" in own).all()


def test_dutch_education_and_childcare(region: Instance) -> None:
    people = region["participants"]
    dutch = people["dutch"].dropna()
    assert dutch.isin(["B1", "B2", "C1", "C2"]).mean() == pytest.approx(0.62, abs=NEAR)
    for level, share in (("A0", 0.08), ("A1", 0.12), ("A2", 0.18)):
        assert (dutch == level).mean() == pytest.approx(share, abs=NEAR)
    education = people["education"].value_counts(normalize=True)
    for level, share in zip(range(1, 7), (0.18, 0.27, 0.22, 0.24, 0.06, 0.03), strict=True):
        assert education[level] == pytest.approx(share, abs=NEAR)
    school = (people["from_time"] == "08:45") & (people["until_time"] == "14:45")
    assert school[~people["regime"].str.startswith("wsw")].mean() == pytest.approx(0.22, abs=NEAR)


def test_licence_b(region: Instance) -> None:
    people, papers = region["participants"], region["participant_certificates"]
    drivers = papers.loc[papers["certificate"] == "licence_b", "participant"]
    assert len(drivers) / len(people) == pytest.approx(0.35, abs=NEAR)


def test_guidance_comes_in_half_hours_and_falls_with_the_ladder(region: Instance) -> None:
    people = region["participants"]
    assert (people["guidance_hours"] * 2 % 1 == 0).all()
    pool = people[people["regime"].isin(["pw", "pw_lks"])]
    mean = pool.groupby("ladder_step")["guidance_hours"].mean()
    assert (np.diff(mean.to_numpy(dtype=float)) < 0).all()


def test_65_coaches_and_a_coach_for_nearly_everyone_but_wsw_people(region: Instance) -> None:
    people = region["participants"]
    assert len(region["coaches"]) == 65
    wsw = people["regime"].str.startswith("wsw")
    assert people.loc[wsw, "coach"].isna().all()
    assert people.loc[~wsw, "coach"].isna().mean() == pytest.approx(0.03, abs=0.02)
    assert people["coach"].value_counts().max() <= 60


def test_wishes_and_vetoes_never_name_the_same_line(region: Instance) -> None:
    people = region["participants"]
    for wished, avoided, vetoed in zip(
        people["wished_lines"], people["avoided_lines"], people["vetoed_lines"], strict=True
    ):
        lines = [line for cell in (wished, avoided, vetoed) if cell for line in cell.split(";")]
        assert len(lines) == len(set(lines))
