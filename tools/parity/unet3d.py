"""Outputs and gradients of MONAI's DiffusionModelUNet for weights that both sides make by the same formula.

    python tools/parity/unet3d.py > test-fixtures/reference/unet3d/networks.json

Needs torch, monai 1.6.1 and einops. Everything runs in double precision.
"""
import hashlib
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


def single(values):
    """Float32 values, as the other side holds them."""
    return torch.from_numpy(values.astype(np.float32).astype(np.float64))


def key_of(name):
    """Covariates have no place in MONAI's network: an MLP in that of the class embedding computes the same."""
    return name.replace("class_embedding.", "covariate_embed.") if name.startswith(("class_embedding.0", "class_embedding.2")) else name


def fill(network):
    """Parameters in the order of their sorted keys. Nothing stays at zero."""
    state = network.state_dict()
    for stream, name in enumerate(sorted(state, key=key_of)):
        shape = state[name].shape
        values = noise(state[name].numel(), stream)
        if len(shape) > 1:
            values = values * 1.5 / np.sqrt(np.prod(shape[1:]))
        elif name.endswith("weight"):
            values = 1 + 0.3 * values
        else:
            values = 0.2 * values
        state[name] = single(values).reshape(shape)
    network.load_state_dict(state)


# Configurations with Braingen's names. `tokens` of context, `classes` and the number of covariates are the condition.
CASES = [
    {"title": "three levels, attention in the last", "grid": [8, 12, 8], "times": [17, 801], "every": 3, "gradients": True,
     "config": {"channels": [8, 8, 16], "numResBlocks": 1, "attentionLevels": [False, False, True],
                "numHeadChannels": 8, "normNumGroups": 4}},
    {"title": "masks as channels, attention in the first level", "grid": [4, 6, 10], "times": [999, 0], "gradients": True,
     "config": {"inChannels": 3, "channels": [8, 16], "numResBlocks": [1, 2], "attentionLevels": [True, False],
                "numHeadChannels": [4, 16], "normNumGroups": 8}},
    {"title": "odd sizes below", "grid": [4, 12, 20], "times": [250], "every": 3,
     "config": {"channels": [4, 8, 8], "numResBlocks": 2, "attentionLevels": [False, True, True],
                "numHeadChannels": 8, "normNumGroups": 4}},
    {"title": "four levels, head channels for each, two output channels", "grid": [8, 8, 16], "times": [500], "every": 5,
     "config": {"outChannels": 2, "channels": [4, 4, 8, 8], "numResBlocks": 1, "attentionLevels": [False, True, True, True],
                "numHeadChannels": [1, 4, 2, 8], "normNumGroups": 2}},
    {"title": "one level", "grid": [3, 5, 4], "times": [33],
     "config": {"channels": [8], "numResBlocks": 2, "attentionLevels": [True], "numHeadChannels": 8, "normNumGroups": 4}},
    {"title": "residual blocks that change the grid, classes", "grid": [8, 4, 12], "times": [410, 7], "every": 3, "classes": [2, 0],
     "gradients": True,
     "config": {"channels": [8, 12, 16], "numResBlocks": [1, 2, 1], "attentionLevels": [False, True, False],
                "numHeadChannels": [8, 6, 4], "normNumGroups": 4, "resblockUpdown": True, "numClassEmbeds": 3}},
    {"title": "cross-attention, two layers", "grid": [4, 6, 4], "times": [120, 730], "tokens": 3, "gradients": True,
     "config": {"channels": [8, 16], "numResBlocks": 1, "attentionLevels": [True, True], "numHeadChannels": [4, 8],
                "normNumGroups": 4, "withConditioning": True, "crossAttentionDim": 6, "transformerNumLayers": 2}},
    {"title": "cross-attention, four levels, classes, masks, heads that leave channels over", "grid": [8, 8, 16],
     "times": [640], "tokens": 1, "every": 3, "classes": [4],
     "config": {"inChannels": 2, "channels": [4, 4, 8, 8], "numResBlocks": 2, "attentionLevels": [False, False, True, True],
                "numHeadChannels": [4, 4, 3, 5], "normNumGroups": 2, "resblockUpdown": True, "withConditioning": True,
                "crossAttentionDim": 4, "numClassEmbeds": 5}},
    {"title": "one projection for queries, keys and values", "grid": [4, 4, 6], "times": [77],
     "config": {"channels": [8, 8], "numResBlocks": 1, "attentionLevels": [False, True], "numHeadChannels": 4,
                "normNumGroups": 4, "useCombinedLinear": True, "includeFc": False}},
    {"title": "one projection for queries, keys and values in transformers", "grid": [4, 4, 6], "times": [77], "tokens": 2,
     "config": {"channels": [8, 8], "numResBlocks": 1, "attentionLevels": [False, True], "numHeadChannels": 4,
                "normNumGroups": 4, "useCombinedLinear": True, "withConditioning": True, "crossAttentionDim": 3}},
    {"title": "covariates in the time embedding", "grid": [4, 6, 4], "times": [300, 301], "gradients": True,
     "config": {"channels": [8, 8], "numResBlocks": 1, "attentionLevels": [False, False], "numHeadChannels": 8,
                "normNumGroups": 4, "numCovariates": 2}},
    {"title": "covariates as context and channels", "grid": [4, 6, 4], "times": [300, 301],
     "config": {"inChannels": 5, "channels": [8, 8], "numResBlocks": 1, "attentionLevels": [False, True],
                "numHeadChannels": 8, "normNumGroups": 4, "withConditioning": True, "crossAttentionDim": 4,
                "numCovariates": 4, "covariatesAs": ["context", "channels"]}},
    {"title": "the paper's channels", "grid": [16, 24, 16], "times": [640], "every": 13,
     "config": {"channels": [128, 128, 256], "numResBlocks": 2, "attentionLevels": [False, False, True],
                "numHeadChannels": 256, "normNumGroups": 32}},
]

MONAI_NAMES = {
    "inChannels": "in_channels", "outChannels": "out_channels", "channels": "channels", "numResBlocks": "num_res_blocks",
    "attentionLevels": "attention_levels", "numHeadChannels": "num_head_channels", "normNumGroups": "norm_num_groups",
    "resblockUpdown": "resblock_updown", "withConditioning": "with_conditioning",
    "crossAttentionDim": "cross_attention_dim", "transformerNumLayers": "transformer_num_layers",
    "numClassEmbeds": "num_class_embeds", "includeFc": "include_fc", "useCombinedLinear": "use_combined_linear",
}


def build(config):
    settings = {MONAI_NAMES[name]: value for name, value in config.items() if name in MONAI_NAMES}
    network = DiffusionModelUNet(**{"spatial_dims": 3, "in_channels": 1, "out_channels": 1, **settings})
    if "numCovariates" in config and "covariatesAs" not in config:
        width = 4 * config["channels"][0]
        network.num_class_embeds = config["numCovariates"]
        network.class_embedding = torch.nn.Sequential(
            torch.nn.Linear(config["numCovariates"], width), torch.nn.SiLU(), torch.nn.Linear(width, width))
    return network.double()


def ask(network, case):
    """The network's output for input from stream 5000, context from 5001, covariates from 5002."""
    config, grid, n = case["config"], case["grid"], len(case["times"])
    uses = config.get("covariatesAs", [])
    covariates = single((noise(n * config.get("numCovariates", 0), 5002) + 1) / 2).reshape(n, -1)
    channels = config.get("inChannels", 1) - (covariates.shape[1] if "channels" in uses else 0)
    x = single(noise(n * channels * int(np.prod(grid)), 5000)).reshape(n, channels, *grid)
    condition = {}
    if "channels" in uses:
        x = torch.cat([x, covariates.reshape(n, -1, 1, 1, 1).expand(-1, -1, *grid)], dim=1)
    if "tokens" in case:
        shape = [n, case["tokens"], config["crossAttentionDim"]]
        condition["context"] = single(noise(int(np.prod(shape)), 5001)).reshape(shape)
    if "context" in uses:
        condition["context"] = covariates.unsqueeze(1)
    if "classes" in case:
        condition["class_labels"] = torch.tensor(case["classes"])
    if "numCovariates" in config and not uses:
        condition["class_labels"] = covariates
    return network(x, torch.tensor(case["times"]), **condition)


def digits(values):
    return [float(f"{v:.7g}") for v in values]


def digest(network):
    """SHA-256 of every key with its shape, one a line: `conv_in.conv.bias 8`."""
    lines = sorted(f"{key_of(name)} {' '.join(map(str, tensor.shape))}\n" for name, tensor in network.state_dict().items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def figures(case):
    network = build(case["config"])
    fill(network)
    output = ask(network, case)
    values = output.detach().flatten()
    result = {**case, "parameters": sum(p.numel() for p in network.parameters()), "tensors": len(network.state_dict()),
              "keys": digest(network), "range": float(values.max() - values.min()), "norm": float(values.norm()),
              "output": digits(values[:: case.get("every", 1)].tolist())}
    if case.get("gradients"):
        (output**2).mean().backward()
        result["gradients"] = {key_of(name): float(f"{p.grad.norm():.7g}") for name, p in sorted(network.named_parameters())}
    return result


json.dump({"tools": {"torch": torch.__version__, "monai": monai.__version__},
           "command": "python tools/parity/unet3d.py > test-fixtures/reference/unet3d/networks.json",
           "cases": [figures(case) for case in CASES]}, sys.stdout)
print()
