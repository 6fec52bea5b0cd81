"""PyTorch's figures beside `braingen bench`: one JSON line for each name, as `braingen bench --json` gives them.

    python3 -m venv VENV && VENV/bin/pip install torch
    VENV/bin/python tools/bench/pytorch.py --threads 2 conv3d train-step sample-step
    VENV/bin/python tools/bench/pytorch.py --precision bfloat16 --batch 2 train-step

Volumes lie channels last (torch.channels_last_3d) or first: whichever was the faster counts. The U-Net is the one of
@braingen/unet3d, layer by layer. bfloat16 is autocast: weights and optimiser stay in float32.
"""

import argparse
import json
import math
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


def norm(channels):
    return nn.GroupNorm(32, channels, eps=1e-6)


class Residual(nn.Module):
    def __init__(self, inside, outside, embedding):
        super().__init__()
        self.norm1, self.conv1 = norm(inside), nn.Conv3d(inside, outside, 3, padding=1)
        self.time = nn.Linear(embedding, outside)
        self.norm2, self.conv2 = norm(outside), nn.Conv3d(outside, outside, 3, padding=1)
        self.skip = nn.Conv3d(inside, outside, 1) if inside != outside else nn.Identity()

    def forward(self, x, embedding):
        h = self.conv1(F.silu(self.norm1(x))) + self.time(F.silu(embedding))[:, :, None, None, None]
        return self.conv2(F.silu(self.norm2(h))) + self.skip(x)


class Attention(nn.Module):
    def __init__(self, channels, head):
        super().__init__()
        self.norm, self.heads = norm(channels), channels // head
        self.q, self.k, self.v, self.out = (nn.Linear(channels, channels) for _ in range(4))

    def forward(self, x):
        n, c = x.shape[:2]
        tokens = self.norm(x).flatten(2).transpose(1, 2)
        q, k, v = (f(tokens).view(n, -1, self.heads, c // self.heads).transpose(1, 2) for f in (self.q, self.k, self.v))
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, -1, c)
        return self.out(mixed).transpose(1, 2).reshape(x.shape) + x


class UNet(nn.Module):
    def __init__(self, channels, attention, head, blocks=2):
        super().__init__()
        embedding = 4 * channels[0]
        self.first, self.width = nn.Conv3d(1, channels[0], 3, padding=1), channels[0]
        self.embed = nn.Sequential(nn.Linear(channels[0], embedding), nn.SiLU(), nn.Linear(embedding, embedding))
        self.down, self.up, skips, c = nn.ModuleList(), nn.ModuleList(), [channels[0]], channels[0]
        for level, out in enumerate(channels):
            layers = nn.ModuleList()
            for _ in range(blocks):
                layers.append(nn.ModuleList([Residual(c, out, embedding)] + [Attention(out, head)] * attention[level]))
                c = out
                skips.append(c)
            last = level == len(channels) - 1
            self.down.append(nn.ModuleDict({'blocks': layers, 'down': nn.Identity() if last else nn.Conv3d(c, c, 3, 2, 1)}))
            if not last:
                skips.append(c)
        self.middle = nn.ModuleList([Residual(c, c, embedding), Attention(c, head), Residual(c, c, embedding)])
        for level, out in reversed(list(enumerate(channels))):
            layers = nn.ModuleList()
            for _ in range(blocks + 1):
                inside, c = c + skips.pop(), out
                layers.append(nn.ModuleList([Residual(inside, out, embedding)] + [Attention(out, head)] * attention[level]))
            self.up.append(nn.ModuleDict({'blocks': layers, 'up': nn.Conv3d(c, c, 3, padding=1) if level else nn.Identity()}))
        self.last = nn.Sequential(norm(c), nn.SiLU(), nn.Conv3d(c, 1, 3, padding=1))

    def forward(self, x, t):
        half = self.width // 2
        angles = t[:, None] * torch.exp(-math.log(10000) * torch.arange(half) / half)
        e = self.embed(torch.cat([angles.cos(), angles.sin()], 1))
        h = self.first(x)
        skips = [h]
        for i, level in enumerate(self.down):
            for block in level['blocks']:
                h = block[0](h, e)
                h = block[1](h) if len(block) > 1 else h
                skips.append(h)
            if i < len(self.down) - 1:
                h = level['down'](h)
                skips.append(h)
        h = self.middle[2](self.middle[1](self.middle[0](h, e)), e)
        for i, level in enumerate(self.up):
            for block in level['blocks']:
                h = block[0](torch.cat([h, skips.pop()], 1), e)
                h = block[1](h) if len(block) > 1 else h
            if i < len(self.up) - 1:
                h = level['up'](F.interpolate(h, scale_factor=2.0, mode='nearest'))
        return self.last(h)


def measure(run, runs):
    run()
    wall, cpu = [], []
    for _ in range(runs):
        w, c = time.perf_counter(), time.process_time()
        run()
        wall.append(time.perf_counter() - w)
        cpu.append(time.process_time() - c)
    return statistics.median(wall), statistics.median(cpu)


def report(name, layouts, runs, work):
    """Measures each of the layouts' functions and prints the quickest."""
    seconds, cpu = min((measure(run, runs) for run in layouts), key=lambda figures: figures[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    engine = f'PyTorch {torch.__version__}'
    figures = {'seconds': seconds, 'cpuSeconds': cpu, 'runs': runs, 'threads': torch.get_num_threads()}
    print(json.dumps({'name': name, **figures, 'engine': engine, 'peakBytes': peak, 'work': work}), flush=True)


def conv3d(runs):
    for channels, shape in [(128, (21, 32, 21)), (128, (42, 64, 42)), (32, (32, 48, 32)), (64, (8, 12, 8))]:
        name = f'conv3d {channels} {"x".join(map(str, shape))}'
        work = {'flop': 2 * 27 * channels**2 * math.prod(shape)}
        forward, backwards = [], {'inputGradient': [], 'filterGradient': []}
        for layout in (torch.contiguous_format, torch.channels_last_3d):
            x = torch.randn(1, channels, *shape).to(memory_format=layout)
            w = (torch.randn(channels, channels, 3, 3, 3) / 60).to(memory_format=layout)
            dy = torch.randn(1, channels, *shape).to(memory_format=layout)

            def run(x=x, w=w):
                with torch.no_grad():
                    F.conv3d(x, w, padding=1)

            def gradient(mask, x=x, w=w, dy=dy):
                torch.ops.aten.convolution_backward(dy, x, w, None, [1] * 3, [1] * 3, [1] * 3, False, [0] * 3, 1, mask)

            forward.append(run)
            backwards['inputGradient'].append(lambda gradient=gradient: gradient([True, False, False]))
            backwards['filterGradient'].append(lambda gradient=gradient: gradient([False, True, False]))
        report(f'{name} forward', forward, runs, work)
        for each, layouts in backwards.items():
            report(f'{name} {each}', layouts, runs, work)


def autocast(precision):
    return torch.autocast('cpu', torch.bfloat16, enabled=precision == 'bfloat16')


def network(layout, batch=1):
    torch.manual_seed(1)
    net = UNet([32, 32, 64], [False, False, True], 64).to(memory_format=layout)
    x, target = (torch.randn(batch, 1, 32, 48, 32).to(memory_format=layout) for _ in range(2))
    return net, x, target, torch.full([batch], 500.0)


def train_step(runs, layouts, batch, precision):
    steps = []
    for layout in layouts:
        net, x, target, t = network(layout, batch)
        adam = torch.optim.Adam(net.parameters(), 1e-4)

        def run(net=net, adam=adam, x=x, target=target, t=t):
            adam.zero_grad()
            with autocast(precision):
                loss = F.mse_loss(net(x, t).float(), target)
            loss.backward()
            adam.step()

        steps.append(run)
    report('train-step', steps, runs, {'voxels': batch * 32 * 48 * 32})


def sample_step(runs, layouts, batch, precision):
    steps = []
    for layout in layouts:
        net, x, _, t = network(layout, batch)

        def run(net=net, x=x, t=t):
            with torch.no_grad(), autocast(precision):
                net(x, t)

        steps.append(run)
    report('sample-step', steps, runs, {'voxels': batch * 32 * 48 * 32})


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--layout', choices=['first', 'last', 'both'], default='both')
    parser.add_argument('--batch', type=int, default=1, help='of the training and the sampling step')
    parser.add_argument('--precision', choices=['float32', 'bfloat16'], default='float32', help='of the two steps')
    parser.add_argument('names', nargs='*', default=['conv3d', 'train-step', 'sample-step'])
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    formats = {'first': [torch.contiguous_format], 'last': [torch.channels_last_3d]}
    formats['both'] = formats['first'] + formats['last']
    for each in options.names:
        if each == 'conv3d':
            conv3d(options.runs)
        elif each == 'train-step':
            train_step(options.runs, formats[options.layout], options.batch, options.precision)
        elif each == 'sample-step':
            sample_step(options.runs, formats[options.layout], options.batch, options.precision)
