"""Outputs and gradients of MONAI's DiffusionModelUNet for weights that both sides make by the same formula.

    python tools/parity/unet3d.py > test-fixtures/reference/unet3d/networks.json

Needs torch, monai 1.4 and einops. Everything runs in double precision.
"""
import json
import sys

import monai
import numpy as np
import torch
from monai.networks.nets import DiffusionModelUNet


def noise(count, stream):
    """Numbers in [-1, 1) from an integer hash of (position, stream); the test computes the same."""
    with np.errstate(over="ignore"):
        h = (np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x9E3779B1)) ^ (np.uint32(stream + 1) * np.uint32(0x85EBCA6B))
        h = (h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        h = (h ^ (h >> np.uint32(12))) * np.uint32(0x297A2D39)
        h = h ^ (h >> np.uint32(15))
    return h.astype(np.float64) / 2**31 - 1


def fill(network):
    """Parameters in the order of their sorted keys; float32 values, as the other side holds them."""
    state = network.state_dict()
    for stream, key in enumerate(sorted(state)):
        shape = state[key].shape
        values = noise(state[key].numel(), stream)
        if len(shape) > 1:
            values = values * 1.5 / np.sqrt(np.prod(shape[1:]))
        elif key.endswith("weight"):
            values = 1 + 0.3 * values
        else:
            values = 0.2 * values
        state[key] = torch.from_numpy(values.astype(np.float32).astype(np.float64)).reshape(shape)
    network.load_state_dict(state)


CASES = [
    {"title": "three levels, attention in the last", "grid": [8, 12, 8], "times": [17, 801], "gradients": True,
     "config": {"channels": [8, 8, 16], "numResBlocks": 1, "attentionLevels": [False, False, True],
                "numHeadChannels": 8, "normNumGroups": 4}},
    {"title": "two levels, attention in the first, two input channels", "grid": [4, 6, 10], "times": [999, 0], "gradients": True,
     "config": {"inChannels": 2, "channels": [8, 16], "numResBlocks": [1, 2], "attentionLevels": [True, False],
                "numHeadChannels": [4, 16], "normNumGroups": 8}},
    {"title": "odd sizes below", "grid": [4, 12, 20], "times": [250],
     "config": {"channels": [4, 8, 8], "numResBlocks": 2, "attentionLevels": [False, True, True],
                "numHeadChannels": 8, "normNumGroups": 4}},
    {"title": "four levels, two output channels", "grid": [8, 8, 16], "times": [500],
     "config": {"outChannels": 2, "channels": [4, 4, 8, 8], "numResBlocks": 1, "attentionLevels": [False, False, False, True],
                "numHeadChannels": 4, "normNumGroups": 2}},
    {"title": "one level", "grid": [3, 5, 4], "times": [33],
     "config": {"channels": [8], "numResBlocks": 2, "attentionLevels": [True], "numHeadChannels": 8, "normNumGroups": 4}},
    {"title": "the paper's channels", "grid": [8, 12, 8], "times": [640], "every": 5,
     "config": {"channels": [128, 128, 256], "numResBlocks": 2, "attentionLevels": [False, False, True],
                "numHeadChannels": 256, "normNumGroups": 32}},
]


def digits(tensor):
    return [float(f"{v:.7g}") for v in tensor.flatten().tolist()]


def figures(case):
    config = case["config"]
    network = DiffusionModelUNet(
        spatial_dims=3, in_channels=config.get("inChannels", 1), out_channels=config.get("outChannels", 1),
        channels=config["channels"], num_res_blocks=config["numResBlocks"], attention_levels=config["attentionLevels"],
        num_head_channels=config["numHeadChannels"], norm_num_groups=config["normNumGroups"]).double()
    fill(network)
    n = len(case["times"])
    shape = [n, config.get("inChannels", 1), *case["grid"]]
    x = torch.from_numpy(noise(int(np.prod(shape)), 5000).astype(np.float32).astype(np.float64)).reshape(shape)
    output = network(x, torch.tensor(case["times"]))
    figures = {**case, "parameters": sum(p.numel() for p in network.parameters()),
               "tensors": len(list(network.parameters())), "largest": float(output.abs().max()),
               "output": digits(output.flatten()[:: case.get("every", 1)])}
    if case.get("gradients"):
        (output**2).mean().backward()
        figures["gradients"] = {key: float(f"{p.grad.norm():.7g}") for key, p in sorted(network.named_parameters())}
    return figures


torch.manual_seed(0)
with torch.enable_grad():
    json.dump({"tools": {"torch": torch.__version__, "monai": monai.__version__},
               "command": "python tools/parity/unet3d.py > test-fixtures/reference/unet3d/networks.json",
               "cases": [figures(case) for case in CASES]}, sys.stdout)
print()
