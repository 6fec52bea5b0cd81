"""Fits the table of log-odds in libs/preprocess/brain-mask/src/edge-weights.ts: a conditional logit model over offsets.

python tools/brain-mask/fit_edge.py WORK [half]

Real heads count twice: their masks keep closer to the brain than the label maps' do, and the edge shall lie between.
"""
import glob
import os
import sys

import numpy as np
import torch

work = sys.argv[1]
half = sys.argv[2:] == ["half"]
FROM, TO = -26, 20  # of the profiles, in millimetres
FIRST, LAST = -14, 8  # of the weights, from the edge
REACH = 10
LENGTH = TO - FROM + 1
KNOTS = torch.tensor([0, 0.12, 0.25, 0.4, 0.6, 0.8, 1.0, 1.2])
offsets = torch.arange(-REACH, REACH + 1).float()
torch.manual_seed(0)
rng = np.random.default_rng(0)


class Edge(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weights = torch.nn.Conv1d(len(KNOTS), 1, LAST - FIRST + 1, bias=False)
        self.prior = torch.nn.Parameter(torch.tensor(0.02))

    def forward(self, profiles):
        y = profiles.clamp(0, 1.199)[:, -REACH + FIRST - FROM : REACH + LAST - FROM + 1].contiguous()
        lower = torch.bucketize(y, KNOTS[1:-1])
        fraction = ((y - KNOTS[lower]) / (KNOTS[lower + 1] - KNOTS[lower]))[..., None]
        hot = lambda k: torch.nn.functional.one_hot(k, len(KNOTS))
        hats = hot(lower) * (1 - fraction) + hot(lower + 1) * fraction
        return self.weights(hats.transpose(1, 2))[:, 0] - self.prior * offsets**2


def target(edge):
    return torch.softmax(-((offsets - edge[:, None]) ** 2) / (2 * 0.8**2), 1)


heads = {}
for path in sorted(glob.glob(f"{work}/profiles/*.f32")):
    rows = np.fromfile(path, np.float32).reshape(-1, LENGTH + 1)
    heads[os.path.basename(path)[:-4]] = torch.tensor(rows[np.abs(rows[:, -1]) < REACH - 0.5])
names = list(heads)
train = names[::2] if half else names
drawn = train + [name for name in train if name.startswith("real")]

model, steps = Edge(), 4000
optimizer = torch.optim.Adam(model.parameters(), weight_decay=1e-4)
for step in range(steps):
    optimizer.param_groups[0]["lr"] = 5e-3 * (1 - step / steps) + 1e-4
    rows = torch.cat([heads[name][rng.integers(0, len(heads[name]), 40)] for name in drawn])
    profiles = rows[:, :-1] * torch.exp(0.08 * torch.randn(len(rows), 1))
    loss = -(target(rows[:, -1]) * torch.log_softmax(model(profiles), 1)).sum(1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

with torch.no_grad():
    for name in names[1::2]:
        rows = heads[name]
        error = (torch.softmax(model(rows[:, :-1]), 1) * offsets).sum(1) - rows[:, -1]
        print(f"{name}: off by {error.abs().mean():.2f} mm, mean {error.mean():+.2f} mm")

table = model.weights.weight.detach()[0].T
table = table - table.mean(1, keepdim=True)  # a constant for each millimetre changes no choice
rows = ",\n".join("  [" + ", ".join(f"{value:.3f}" for value in row) + "]" for row in table.tolist())
with open(f"{work}/edge-weights.ts", "w") as file:
    file.write(
        f"""/** Brightness, relative to the brain beneath, at which the weights are given; linear between. */
export const brightnessKnots: readonly number[] = {[round(k, 2) for k in KNOTS.tolist()]};

/** Where along the normal the first row of weights lies, in millimetres from the edge; negative is inside. The rows are 1 mm apart. */
export const firstMillimetre: number = {FIRST};

/** What an average affine fit says by itself: log-odds lost for each squared millimetre from the prior's surface. */
export const priorWeight: number = {model.prior.item():.4f};

/** Log-odds that an edge of the cavity lies here, [millimetre][brightness]; fitted by tools/brain-mask/fit_edge.py. */
export const edgeWeights: readonly (readonly number[])[] = [
{rows},
];
"""
    )
