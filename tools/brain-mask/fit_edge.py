"""Fits the table of log-odds in libs/preprocess/brain-mask/src/edge-weights.ts: a conditional logit model over offsets.

python tools/brain-mask/fit_edge.py PROFILES [half]: writes PROFILES/edge-weights.ts

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
        torch.nn.init.zeros_(self.weights.weight)
        self.prior = torch.nn.Parameter(torch.tensor(0.03))

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
for path in sorted(glob.glob(f"{work}/*.f32")):
    rows = np.fromfile(path, np.float32).reshape(-1, LENGTH + 1)
    heads[os.path.basename(path)[:-4]] = torch.tensor(rows[np.abs(rows[:, -1]) < REACH - 0.5])
# A head comes several times, as it is and through the chain: it is left out with all of them.
head = lambda name: name.split("-", 1)[1]
left_out = sorted({head(name) for name in heads})[1::2]
train = [name for name in heads if not half or head(name) not in left_out]
drawn = train + [name for name in train if head(name).startswith("real")]

model, steps = Edge(), 1000
optimizer = torch.optim.Adam(model.parameters(), weight_decay=1e-4)
for step in range(steps):
    optimizer.param_groups[0]["lr"] = 2e-2 * (1 - step / steps) + 1e-4
    rows = torch.cat([heads[name][rng.integers(0, len(heads[name]), 32)] for name in drawn])
    profiles = rows[:, :-1] * torch.exp(0.08 * torch.randn(len(rows), 1))
    loss = -(target(rows[:, -1]) * torch.log_softmax(model(profiles), 1)).sum(1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

with torch.no_grad():
    for name in (name for name in heads if head(name) in left_out):
        rows = heads[name]
        error = (torch.softmax(model(rows[:, :-1]), 1) * offsets).sum(1) - rows[:, -1]
        print(f"{name}: off by {error.abs().mean():.2f} mm, mean {error.mean():+.2f} mm")

print(f"log-odds lost for each squared millimetre from the prior: {model.prior.item():.3f}")
table = model.weights.weight.detach()[0].T
table = table - table.mean(1, keepdim=True)  # a constant for each millimetre changes no choice
rows = ",\n".join("  [" + ", ".join(f"{value:.3f}" for value in row) + "]" for row in table.tolist())
with open(f"{work}/edge-weights.ts", "w") as file:
    file.write(
        f"""/** Brightness, relative to the brain beneath, at which the weights are given; linear between. */
export const brightnessKnots: readonly number[] = {[round(k, 2) for k in KNOTS.tolist()]};

/** Where along the normal the first row of weights lies, in millimetres from the edge; negative is inside. The rows are 1 mm apart. */
export const firstMillimetre: number = {FIRST};

/** Log-odds that an edge of the cavity lies here, [millimetre][brightness]; fitted by tools/brain-mask/fit_edge.py. */
export const edgeWeights: readonly (readonly number[])[] = [
{rows},
];
"""
    )
