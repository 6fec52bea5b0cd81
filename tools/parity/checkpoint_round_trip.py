"""MONAI's weights through Braingen and back, bit for bit, and Braingen's files in MONAI with load_state_dict(strict=True).

    npm run build
    python tools/parity/checkpoint_round_trip.py

Needs torch, monai 1.4 or later, einops, safetensors and monai-generative (pip install --no-deps monai-generative).
Prints a line for each network and way, and ends with status 1 if a bit differs.
"""
import argparse
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import torch
from generative.networks.nets import DiffusionModelUNet as GenerativeUNet
from monai.networks.nets import DiffusionModelUNet
from safetensors import safe_open
from safetensors.torch import load_file, save_file

parser = argparse.ArgumentParser()
parser.add_argument("--braingen", default="npx braingen", help="the program; from the sources: npx jiti apps/braingen/src/main.ts")
options = parser.parse_args()

SMALL = dict(spatial_dims=3, in_channels=2, out_channels=1, channels=[8, 16], num_res_blocks=1, attention_levels=[False, True],
             num_head_channels=8, norm_num_groups=8)
NETWORKS = {
    "the paper's": dict(spatial_dims=3, in_channels=1, out_channels=1, channels=[128, 128, 256], num_res_blocks=2,
                        attention_levels=[False, False, True], num_head_channels=256, norm_num_groups=32),
    "residual resampling": {**SMALL, "resblock_updown": True},
    "transformers and classes": {**SMALL, "with_conditioning": True, "cross_attention_dim": 5, "transformer_num_layers": 2,
                                 "num_class_embeds": 4},
    "one projection for queries, keys, values, none after": {**SMALL, "include_fc": False, "use_combined_linear": True},
}
torch.manual_seed(0)
failed = 0


def convert(*args):
    done = subprocess.run([*options.braingen.split(), "convert", *map(str, args)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)


def bits(tensor):
    return tensor.contiguous().view(torch.int32)


def compare(name, way, network, expected, path):
    global failed
    state = load_file(path)
    network.load_state_dict(state, strict=True)
    different = [key for key, tensor in expected.items() if not torch.equal(bits(tensor), bits(state[key]))]
    failed += len(different)
    print(f"{name}, {way}: {len(state)} tensors, strict=True, {'every bit equal' if not different else f'{different} differ'}")


def randomise(network):
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_()
    return network


with tempfile.TemporaryDirectory() as folder:
    at = Path(folder)
    for index, (name, arguments) in enumerate(NETWORKS.items()):
        network = randomise(DiffusionModelUNet(**arguments))
        state = network.state_dict()
        settings = at / "model.yaml"
        settings.write_text(json.dumps({"model": {"numHeadChannels": arguments["num_head_channels"],
                                                  "normNumGroups": arguments["norm_num_groups"]}}))
        torch.save({"epoch": 1, "state_dict": state}, at / "weights.pth")
        save_file(state, at / "weights.safetensors")
        for source in ("weights.pth", "weights.safetensors"):
            run = at / f"run-{index}-{source.split('.')[1]}"
            convert(at / source, run, "--config", settings)
            convert(run, at / "back.safetensors", "--raw")
            compare(name, f"{source} to run to safetensors", network, state, at / "back.safetensors")
        convert(at / "weights.pth", at / "direct.safetensors", "--config", settings)
        compare(name, "weights.pth to safetensors", network, state, at / "direct.safetensors")
        with safe_open(at / "direct.safetensors", "pt") as file:
            assert file.metadata()["format"] == "pt"

    # The prototype's weights in MONAI's network give the prototype's answer.
    arguments = {key: value for key, value in SMALL.items() if key != "channels"}
    old = randomise(GenerativeUNet(num_channels=SMALL["channels"], **arguments)).double()
    with torch.no_grad():
        for parameter in old.parameters():
            parameter.mul_(0.1)
            parameter.copy_(parameter.float())
    torch.save({key: tensor.float() for key, tensor in old.state_dict().items()}, at / "old.pth")
    convert(at / "old.pth", at / "new.safetensors", "--config", settings)
    new = DiffusionModelUNet(**SMALL)
    new.load_state_dict(load_file(at / "new.safetensors"), strict=True)
    x, t = torch.randn(1, 2, 8, 8, 8, dtype=torch.float64), torch.tensor([7])
    with torch.no_grad():
        a, b = old(x, t), new.double()(x, t)
    error = ((a - b).abs().max() / (a.max() - a.min())).item()
    failed += error > 1e-12
    print(f"monai-generative's weights in MONAI: largest difference {error:.1e} of the range")

sys.exit(1 if failed else 0)
