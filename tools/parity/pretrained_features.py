"""Features of residual networks laid out as MedicalNet and RadImageNet are, narrow ones with made-up weights, from PyTorch.

Run from the root: python tools/parity/pretrained_features.py > test-fixtures/reference/metrics/pretrained-features.json
Needs torch. Weights and volume are sines of integers, so a test makes the same ones.
With a folder as argument, files with random weights of the published widths are written there, and their features beside them.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, dims, narrow, width, expansion, stride, dilation, bias, first_strides, eps):
        super().__init__()
        conv, norm = (nn.Conv3d, nn.BatchNorm3d) if dims == 3 else (nn.Conv2d, nn.BatchNorm2d)

        def spread(a, b, s):
            return conv(a, b, 3, stride=s, padding=dilation, dilation=dilation, bias=bias)

        wide = width * expansion
        if expansion == 1:
            self.conv1, self.conv2 = spread(narrow, width, stride), spread(width, width, 1)
        else:
            a, b = (stride, 1) if first_strides else (1, stride)
            self.conv1 = conv(narrow, width, 1, stride=a, bias=bias)
            self.conv2 = spread(width, width, b)
            self.conv3 = conv(width, wide, 1, bias=bias)
            self.bn3 = norm(wide, eps=eps)
        self.bn1, self.bn2 = norm(width, eps=eps), norm(width, eps=eps)
        self.downsample = None
        if stride != 1 or narrow != wide:
            self.downsample = nn.Sequential(conv(narrow, wide, 1, stride=stride, bias=bias), norm(wide, eps=eps))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        if hasattr(self, "conv3"):
            y = self.bn3(self.conv3(torch.relu(y)))
        return torch.relu(y + (self.downsample(x) if self.downsample else x))


class Network(nn.Module):
    def __init__(self, dims, channels, width, counts, expansion, layers, bias=False, first_strides=False, eps=1e-5):
        super().__init__()
        conv, norm = (nn.Conv3d, nn.BatchNorm3d) if dims == 3 else (nn.Conv2d, nn.BatchNorm2d)
        self.conv1, self.bn1 = conv(channels, width, 7, stride=2, padding=3, bias=bias), norm(width, eps=eps)
        self.pool = (nn.MaxPool3d if dims == 3 else nn.MaxPool2d)(3, stride=2, padding=1)
        narrow = width
        for number, (count, (stride, dilation)) in enumerate(zip(counts, layers)):
            blocks = []
            for index in range(count):
                own = width * 2**number
                step = stride if index == 0 else 1
                blocks.append(Block(dims, narrow, own, expansion, step, dilation, bias, first_strides, eps))
                narrow = own * expansion
            setattr(self, f"layer{number + 1}", nn.Sequential(*blocks))

    def forward(self, x):
        x = self.pool(torch.relu(self.bn1(self.conv1(x))))
        for number in range(1, 5):
            x = getattr(self, f"layer{number}")(x)
        return x


MEDICAL = [(1, 1), (2, 1), (1, 2), (1, 4)]
RADIOLOGICAL = [(1, 1), (2, 1), (2, 1), (2, 1)]


def networks(width):
    return {
        "MedicalNet ResNet-10": Network(3, 1, width, [1, 1, 1, 1], 1, MEDICAL),
        "MedicalNet ResNet-50": Network(3, 1, width, [3, 4, 6, 3], 4, MEDICAL),
        "RadImageNet ResNet-50, Keras": Network(
            2, 3, width, [3, 4, 6, 3], 4, RADIOLOGICAL, bias=True, first_strides=True, eps=1.001e-5
        ),
        "RadImageNet ResNet-50, PyTorch": Network(2, 3, width, [3, 4, 6, 3], 4, RADIOLOGICAL),
    }


def made_up(network):
    """Number i of key k, in order of name: s = sin(0.7 k + 1.1 i + 0.3 (i k mod 7)); filters s / sqrt(fan in), variances 1 + 0.2 s, scales 1 + 0.1 s, others 0.1 s."""
    state = {key: tensor for key, tensor in network.state_dict().items() if not key.endswith("num_batches_tracked")}
    for k, key in enumerate(sorted(state)):
        tensor = state[key]
        i = np.arange(tensor.numel(), dtype=np.int64)
        s = np.sin(0.7 * k + 1.1 * i + 0.3 * ((i * k) % 7))
        if tensor.ndim > 1:
            value = s / np.sqrt(tensor[0].numel())
        elif key.endswith("running_var"):
            value = 1 + 0.2 * s
        elif key.endswith("weight"):
            value = 1 + 0.1 * s
        else:
            value = 0.1 * s
        tensor.copy_(torch.from_numpy(value.reshape(tensor.shape).astype(np.float32)))
    return {key: list(state[key].shape) for key in sorted(state)}


def volume(shape):
    x, y, z = np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    return (0.5 + 0.5 * np.sin(0.5 * x + 0.3 * y * y / shape[1] + 0.2 * z + 0.01 * x * z)).astype(np.float32)


@torch.no_grad()
def features(name, network, image):
    network.eval()
    if name.startswith("MedicalNet"):
        x = torch.from_numpy((image - image.mean(dtype=np.float64)) / image.std(dtype=np.float64)).float()
        return network(x[None, None]).double().mean((0, 2, 3, 4)).numpy()
    planes = []
    for axis in range(3):
        slices = torch.from_numpy(np.moveaxis(image, axis, 0).copy())[:, None].repeat(1, 3, 1, 1)
        slices = slices - torch.tensor([0.406, 0.456, 0.485]).view(1, 3, 1, 1)
        planes.append(network(slices).double().mean((2, 3)).mean(0).numpy())
    return np.mean(planes, 0)


def main():
    torch.manual_seed(0)
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        image = volume((84, 128, 84))
        for name, network in networks(64).items():
            torch.save({"state_dict": {f"module.{k}": v for k, v in network.state_dict().items()}}, folder / f"{name}.pth")
            np.savetxt(folder / f"{name}.txt", features(name, network, image))
        return
    found = {"torch": torch.__version__, "shape": [21, 34, 26], "networks": {}}
    image = volume(found["shape"])
    for name, network in networks(4).items():
        shapes = made_up(network)
        found["networks"][name] = {"shapes": shapes, "features": [float(f"{v:.7g}") for v in features(name, network, image)]}
    print(json.dumps(found))


main()
