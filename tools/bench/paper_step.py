"""PyTorch's side of paper-step.ts: MONAI's DiffusionModelUNet, every residual and attention block checkpointed.

    VENV/bin/python tools/bench/paper_step.py --shape 84x128x84 --threads 2 [--layout first|last]

Attention is PyTorch's fused one (use_flash_attention): the plain one would hold tokens x tokens.
"""

import argparse
import json
import resource
import time

import torch
from monai.networks.nets import DiffusionModelUNet
from monai.networks.nets.diffusion_model_unet import DiffusionUNetResnetBlock
from monai.networks.blocks import SpatialAttentionBlock
from torch.utils.checkpoint import checkpoint


def checkpointed(module):
    plain = module.forward
    module.forward = lambda *inputs: checkpoint(plain, *inputs, use_reentrant=False)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument('--shape', default='84x128x84')
parser.add_argument('--threads', type=int, default=2)
parser.add_argument('--layout', choices=['first', 'last'], default='last')
options = parser.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(1)
layout = torch.channels_last_3d if options.layout == 'last' else torch.contiguous_format
net = DiffusionModelUNet(
    spatial_dims=3,
    in_channels=1,
    out_channels=1,
    channels=(128, 128, 256),
    attention_levels=(False, False, True),
    num_res_blocks=2,
    num_head_channels=256,
    norm_num_groups=32,
    use_flash_attention=True,
)
assert sum(each.numel() for each in net.parameters()) == 47475969
with torch.no_grad():
    for name, each in net.named_parameters():
        if name.endswith(('conv2.conv.weight', 'out.2.conv.weight')):
            each.normal_(0, 0.01)
for module in net.modules():
    if isinstance(module, (DiffusionUNetResnetBlock, SpatialAttentionBlock)):
        checkpointed(module)
net = net.to(memory_format=layout)
adam = torch.optim.Adam(net.parameters(), 1e-5)


def step(shape):
    x, target = (torch.randn(1, 1, *shape).to(memory_format=layout) for _ in range(2))
    wall, cpu = time.perf_counter(), time.process_time()
    adam.zero_grad()
    loss = torch.nn.functional.mse_loss(net(x, torch.tensor([500])), target)
    loss.backward()
    adam.step()
    seconds, used = time.perf_counter() - wall, time.process_time() - cpu
    norm = torch.sqrt(sum(each.grad.square().sum() for each in net.parameters()))
    return {'seconds': seconds, 'cpuSeconds': used, 'loss': loss.item(), 'gradientNorm': norm.item()}


step([16, 16, 16])
figures = step([int(side) for side in options.shape.split('x')])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({'side': f'PyTorch {torch.__version__}, channels {options.layout}', **figures, 'peakBytes': peak}))
