"""What MONAI and diffusers make of the folders that make.ts wrote, beside Braingen's own output.

    node tools/run-from-sources.js tools/parity/exchange/make.ts FOLDER
    python tools/parity/exchange/check.py FOLDER

Needs torch, monai 1.4 or later, nibabel, safetensors, einops, fire; diffusers too, or its part is left out, with a word.
Prints a line for each network, and ends with status 1 where one differs by more than 1e-4 of its range.
"""
import json
import subprocess
import sys
from pathlib import Path

import monai
import nibabel
import numpy
import torch
from monai.bundle import ConfigParser
from monai.networks.nets import DiffusionModelUNet
from safetensors.torch import load_file

TOLERANCE = 1e-4
failed = False


def compare(what, found, expected):
    global failed
    expected = numpy.asarray(expected)
    difference = numpy.abs(numpy.asarray(found, dtype=float).reshape(-1) - expected).max() / numpy.ptp(expected)
    failed = failed or not difference <= TOLERANCE
    print(f"  {what}: largest difference {difference:.1e} of the range")


def by_command(bundle, noise, folder):
    """`python -m monai.bundle run`, from the given noise."""
    arguments = {
        "bundle_root": bundle,
        "config_file": bundle / "configs/inference.json",
        "meta_file": bundle / "configs/metadata.json",
        "output_dir": folder,
        "noise": f"$lambda number: torch.load('{noise}')",
    }
    command = [sys.executable, "-m", "monai.bundle", "run"]
    for name, value in arguments.items():
        command += [f"--{name}", str(value)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return nibabel.load(folder / "sample-0001.nii.gz")


def through_diffusers(folder, noise, predict):
    try:
        from diffusers import DDIMScheduler
    except ImportError as error:
        print(f"  diffusers: not tried, {error}")
        return None
    scheduler = DDIMScheduler.from_pretrained(folder / "scheduler")
    scheduler.set_timesteps(20)
    x = noise
    for t in scheduler.timesteps:
        x = scheduler.step(predict(x, t.reshape(1)), t, x).prev_sample
    return x


for case in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
    ours = json.loads((case / "ours.json").read_text())
    print(f"{case.name}, MONAI {monai.__version__}, torch {torch.__version__}")
    noise = torch.tensor(ours["noise"], dtype=torch.float32).reshape(1, 1, *ours["grid"])
    torch.save(noise, case / "noise.pt")
    parser = ConfigParser()
    parser.read_config(case / "bundle/configs/inference.json")
    parser["bundle_root"] = str(case / "bundle")
    for each in parser.get_parsed_content("initialize", instantiate=True):
        pass
    predict = parser.get_parsed_content("predict")
    with torch.no_grad():
        compare("network", predict(noise, torch.tensor([ours["time"]])), ours["output"])
        image = by_command(case / "bundle", case / "noise.pt", case / "out")
        assert numpy.allclose(image.affine, ours["affine"]), image.affine
        assert b"SYNTHETIC" in image.header["descrip"].item(), image.header["descrip"]
        compare("monai.bundle run", image.get_fdata(), ours["volume"])

        config = json.loads((case / "diffusers/unet/config.json").read_text())
        network = DiffusionModelUNet(**{name: value for name, value in config.items() if not name.startswith("_")}).eval()
        network.load_state_dict(load_file(case / "diffusers/unet/diffusion_pytorch_model.safetensors"))
        sampled = through_diffusers(case / "diffusers", noise, predict)
        if sampled is not None:
            compare("DDIMScheduler of diffusers", sampled, ours["raw"])
sys.exit(1 if failed else 0)
