"""Reference figures for @braingen/ratings, from statsmodels, krippendorff and scikit-learn.

Run from the root: python tools/parity/ratings.py > test-fixtures/reference/ratings/figures.json
Ratings are made of integers, so that a test makes the same ones: rater r and volume v see h = (37 v^2 + 101 r + 13 r v) % 97.
"""

import json
import sys
from importlib.metadata import version

import krippendorff
import numpy as np
from sklearn.metrics import roc_auc_score
from statsmodels.stats.inter_rater import fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

raters, volumes = 5, 40
r, v = np.meshgrid(np.arange(raters), np.arange(volumes), indexing="ij")
h = (37 * v * v + 101 * r + 13 * r * v) % 97
synthetic = np.arange(volumes) % 2
# 1 certainly real ... 4 certainly synthetic, a little better than chance
score = np.clip(1 + h % 4 + (synthetic[None] * (h % 3 == 0)), 1, 4)
says_synthetic = (score > 2).astype(int)
quality = 1 + (37 * v * v + 7 * r + 5 * (r * v % 3)) % 5
# Rater 4 saw every third volume only.
seen = (r < 4) | (v % 3 == 0)
right = says_synthetic == synthetic[None]

complete = says_synthetic[:4]
counts = np.stack([(complete == 0).sum(0), (complete == 1).sum(0)], axis=1)
with_gaps = lambda values: np.where(seen, values, np.nan).astype(float)


def delong(labels, scores):
    """Area under the curve and its variance, by placements (DeLong et al. 1988), directly."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    wins = (positive[:, None] > negative[None]) + 0.5 * (positive[:, None] == negative[None])
    variance = wins.mean(1).var(ddof=1) / len(positive) + wins.mean(0).var(ddof=1) / len(negative)
    return float(wins.mean()), float(variance)


mean_score = np.nanmean(with_gaps(score), axis=0)
area, variance = delong(synthetic, mean_score)
assert abs(area - roc_auc_score(synthetic, mean_score)) < 1e-12

json.dump(
    {
        "source": {
            "command": "python tools/parity/ratings.py",
            **{name: version(name) for name in ["numpy", "statsmodels", "krippendorff", "scikit-learn"]},
        },
        "raters": raters,
        "volumes": volumes,
        "accuracy": [
            {
                "right": int(right[i][seen[i]].sum()),
                "of": int(seen[i].sum()),
                "wilson": [float(x) for x in proportion_confint(right[i][seen[i]].sum(), seen[i].sum(), method="wilson")],
            }
            for i in range(raters)
        ],
        "fleiss": float(fleiss_kappa(counts)),
        "alpha": {
            "nominal": krippendorff.alpha(with_gaps(says_synthetic), level_of_measurement="nominal"),
            "ordinal": krippendorff.alpha(with_gaps(quality), level_of_measurement="ordinal"),
            "interval": krippendorff.alpha(with_gaps(quality), level_of_measurement="interval"),
        },
        "auc": [float(roc_auc_score(np.broadcast_to(synthetic, score.shape)[i][seen[i]], score[i][seen[i]])) for i in range(raters)],
        "pooled": {"area": area, "variance": variance},
    },
    sys.stdout,
    indent=1,
)
print()
