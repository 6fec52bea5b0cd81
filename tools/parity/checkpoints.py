"""Files of torch.save, and what PyTorch, MONAI and monai-generative make of them.

    python tools/parity/checkpoints.py > test-fixtures/reference/unet3d/checkpoints.json

Needs torch, monai 1.4 or later, einops and monai-generative (pip install --no-deps monai-generative). Files are gzipped, in base64.
"""
import base64
import gzip
import io
import json
import sys
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")
import torch
from generative.networks.nets import DiffusionModelUNet as GenerativeUNet
from monai.networks.nets import DiffusionModelUNet

torch.manual_seed(0)


def saved(thing, **options):
    buffer = io.BytesIO()
    torch.save(thing, buffer, **options)
    return base64.b64encode(gzip.compress(buffer.getvalue(), mtime=0)).decode()


def described(tensors):
    return {key: {"shape": list(t.shape), "values": [str(v) for v in t.float().flatten().tolist()]} for key, t in tensors.items()}


def plain():
    values = [0.0, -0.0, 1.0, -2.5, 65504.0, 6.1e-5, 5.9e-8, float("inf")]
    shared = torch.arange(12.0)
    tensors = {
        "single": torch.tensor(values).reshape(2, 4),
        "double": torch.tensor(values, dtype=torch.float64),
        "half": torch.tensor(values, dtype=torch.float16).reshape(2, 2, 2),
        "brain": torch.tensor(values, dtype=torch.bfloat16),
        "count": torch.tensor(3),
        "flags": torch.tensor([True, False]),
        "scalar": torch.tensor(3.25),
        "empty": torch.zeros(0, 3),
        "whole": shared,
        "part": shared[4:10].reshape(2, 3),
        "transposed": shared.reshape(3, 4).t(),
        "channels last": torch.arange(48.0).reshape(2, 3, 2, 2, 2).contiguous(memory_format=torch.channels_last_3d),
        "parameter": torch.nn.Parameter(torch.tensor([1.0, 2.0])),
    }
    return {"file": saved(tensors), "protocol 4": saved(tensors, pickle_protocol=4),
            "before 1.6": saved(tensors, _use_new_zipfile_serialization=False),
            "strides": {key: list(t.stride()) for key, t in tensors.items()}, "tensors": described(tensors)}


CONFIG = {"channels": [2, 4], "numResBlocks": 1, "attentionLevels": [False, True], "numHeadChannels": 2, "normNumGroups": 2}
NAMES = dict(spatial_dims=3, in_channels=1, out_channels=1, num_res_blocks=1, attention_levels=[False, True],
             num_head_channels=2, norm_num_groups=2)
VARIANTS = {
    "attention": {},
    "residual resampling": dict(resblock_updown=True),
    "transformers": dict(with_conditioning=True, cross_attention_dim=3, transformer_num_layers=2, num_class_embeds=5),
}


def fill(network):
    state = {key: (torch.randn_like(t) * (1.5 / max(1, t[0].numel()) ** 0.5 if t.dim() > 1 else 0.3)
                   + (1 if t.dim() == 1 and key.endswith("weight") else 0)).half() for key, t in network.state_dict().items()}
    network.load_state_dict(state)
    return state


def answered(network):
    state = fill(network)
    network.double()
    x, t = torch.randn(1, 1, 4, 6, 8).half(), torch.tensor([321])
    with torch.no_grad():
        output = network(x.double(), t)
    return state, {"x": x.flatten().tolist(), "shape": [4, 6, 8], "time": 321, "output": [float(f"{v:.7g}") for v in output.flatten().tolist()]}


def training(network):
    """What a training script leaves behind: weights of a network under DataParallel, their average, an optimiser that has run."""
    optimiser = torch.optim.AdamW(network.parameters())
    network(torch.randn(1, 1, 4, 4, 4), torch.tensor([1])).square().mean().backward()
    optimiser.step()
    state = network.state_dict()
    return {"epoch": 3, "best": 0.25, "size": torch.Size([4, 4, 4]), "device": torch.device("cpu"), "dtype": torch.float32,
            "state_dict": {f"module.{key}": t for key, t in state.items()},
            "ema": {key: t.half() for key, t in state.items()}, "optimizer": optimiser.state_dict()}


def network(kind, **more):
    channels = {"channels" if kind is DiffusionModelUNet else "num_channels": [2, 4]}
    return kind(**NAMES, **channels, **more)


def keys(**more):
    """MONAI's keys with their shapes, and those that the prototype has instead."""
    current = {key: list(t.shape) for key, t in network(DiffusionModelUNet, **more).state_dict().items()}
    old = network(GenerativeUNet, **more).state_dict()
    return {"monai": current, "generative": [key for key in old if key not in current], "dropped": [key for key in current if key not in old]}


state, answer = answered(network(DiffusionModelUNet))
old_state, old_answer = answered(network(GenerativeUNet))
lightly = DiffusionModelUNet(**{**NAMES, "attention_levels": [False]}, channels=[2])
json.dump({
    "tools": {"torch": torch.__version__, "monai": version("monai"), "monai-generative": version("monai-generative")},
    "command": "python tools/parity/checkpoints.py > test-fixtures/reference/unet3d/checkpoints.json",
    "formats": plain(),
    "config": CONFIG,
    "monai": {"file": saved(state), **answer},
    "generative": {"file": saved(old_state), **old_answer},
    "training": {"file": saved(training(lightly)), "config": {"channels": [2], "numResBlocks": 1, "normNumGroups": 2}},
    "keys": {name: keys(**more) for name, more in VARIANTS.items()},
}, sys.stdout)
print()
