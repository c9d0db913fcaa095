"""What is learnt from made-up outcomes: the truth comes back, chances are honest, hidden groups stay hidden."""

import numpy as np
import pytest
from scipy.special import expit
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression

from instances.errors import InvalidField
from instances.generate import generate
from instances.parameters import figure
from instances.schema.vocabulary import RuleMode
from matching.chances import DIRECTION, TERMS, chance, facts_of_outcomes
from matching.eligibility import judge
from matching.learning.fit import fit_line
from matching.learning.study import AUDITS, _parts, learn
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.rules import RULES, lasting

TRUTH = figure("generator.lasting_truth").value


@pytest.fixture(scope="module")
def region():
    return generate("region")


@pytest.fixture(scope="module")
def study(region):
    return learn(region)


def drawn(num, truth, seed=0):
    """Facts and outcomes with a known truth, all facts between 0 and 1."""
    random = np.random.default_rng(seed)
    facts = random.random((num, len(TERMS)))
    return facts, random.random(num) < expit(facts @ np.array(truth))


def test_the_known_truth_comes_back(study):
    """Each weight within four standard errors of what the generator used, and none left out."""
    assert {term.name for term in study.terms} == set(TERMS) == set(TRUTH)
    for term in study.terms:
        assert term.truth == abs(TRUTH[term.name])
        assert abs(term.weight - term.truth) < 4 * term.error, term
        assert term.weight > 0


def test_the_model_is_better_than_hand_weights_and_honest(study):
    """On placements that came later than all it saw; the outcomes follow a line, so trees have nothing to add."""
    ways = {way.name: way for way in study.judged}
    assert ways["line"].auc > ways["hand"].auc + 0.02
    assert ways["line"].auc > ways["trees"].auc - 0.02
    assert ways["line"].brier < ways["hand"].brier
    assert ways["line"].ece < 0.06
    assert sum(one.count for one in ways["line"].bins) == study.parts["judge"]


def test_the_order_of_time_is_kept(region):
    days = region["outcomes"]["start_on"].sort_values()
    fit, later, test = _parts(days)
    assert days[fit].max() < days[later].min() <= days[later].max() < days[test].min()
    assert (fit.astype(int) + later + test == 1).all()
    assert fit.mean() == pytest.approx(0.6, abs=0.01)


def test_audit_groups_are_not_seen(region, study):
    """Other ages and municipalities give the same model; in truth they have no influence, and none is found."""
    assert not set(AUDITS) & set(TERMS)
    assert not any("outcomes" in rule.CARD.needs for rule in RULES)
    rows = region["outcomes"]
    mixed = rows.assign(**{name: rows[name].sample(frac=1, random_state=1).to_numpy() for name in AUDITS})
    assert learn(region.replace(outcomes=mixed)).terms == study.terms
    ages = [group for group in study.groups if group.audit == "audit_age"]
    assert len(ages) == 3
    for group in ages:
        spread = np.sqrt(group.said * (1 - group.said) / group.count)
        assert abs(group.said - group.came) < 4 * spread, group


def test_the_folded_line_says_what_the_calibrated_model_says():
    """One base and one weight a fact give the very chances of scikit-learn's two steps."""
    facts, came = drawn(2000, 2 * DIRECTION)
    line = fit_line(facts[:1200], came[:1200], facts[1200:], came[1200:])
    model = LogisticRegression(C=100.0, max_iter=1000).fit(facts[:1200], came[:1200])
    bent = CalibratedClassifierCV(FrozenEstimator(model), method="sigmoid").fit(facts[1200:], came[1200:])
    np.testing.assert_allclose(line.chance(facts), bent.predict_proba(facts)[:, 1], atol=1e-9)


def test_a_fact_with_the_wrong_sign_is_left_out():
    """Here the first fact works against its direction: its weight becomes 0, never negative."""
    truth = 2.0 * DIRECTION
    truth[0] = -truth[0]
    line = fit_line(*drawn(3000, truth), *drawn(1000, truth, seed=1))
    assert line.weights[0] == 0
    assert np.isnan(line.errors[0])
    assert (line.weights[1:] > 0).all()


def test_outcomes_without_signal_are_refused():
    truth = -2.0 * DIRECTION
    with pytest.raises(InvalidField) as caught:
        fit_line(*drawn(3000, truth), *drawn(1000, truth, seed=1))
    assert "better facts" in str(caught.value.problems[0])


@pytest.mark.parametrize("num", [0, 250])
def test_too_few_outcomes_are_refused(region, num):
    with pytest.raises(InvalidField) as caught:
        learn(region.replace(outcomes=region["outcomes"].head(num)))
    assert caught.value.problems[0].wanted.en.startswith("300 or more outcomes")


def test_the_model_is_a_document_and_the_digest_covers_it(region, study):
    """Rule and study say the same chance; the rule is off until the policy says otherwise."""
    with_model = region.replace(lasting_model=study.model())
    assert with_model.digest != region.digest
    facts = facts_of_outcomes(region["outcomes"])
    model = with_model["lasting_model"].iloc[0]
    mean = np.nanmean(chance(model, facts))
    assert mean == pytest.approx(region["outcomes"]["lasted"].mean(), abs=0.03)
    assert lasting.CARD.mode is RuleMode.OFF
    assert "lasting" not in {rule.CARD.code for rule in OpenInstance.of(with_model).rulebook.pair_rules}
    opened = OpenInstance.of(with_model.replace(policy=[{"rule": "lasting", "mode": "soft"}]))
    pairs = Pairs(opened.data, np.arange(50, dtype=np.int32), np.arange(50, dtype=np.int32))
    verdicts = judge(pairs, opened.rulebook)
    number = [rule.CARD.code for rule in verdicts.rules].index("lasting")
    known = ~verdicts.unknown[number]
    assert known.any()
    assert (verdicts.points[number][known] == 2 * verdicts.amount[number][known]).all()


def test_the_same_outcomes_in_another_order_give_the_same_study(region, study):
    backwards = learn(region.replace(outcomes=region["outcomes"][::-1].reset_index(drop=True)))
    assert (backwards.terms, backwards.judged, backwards.groups) == (study.terms, study.judged, study.groups)
