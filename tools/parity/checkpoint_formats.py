"""A small safetensors file of every floating-point type, written by the reference library.

    python tools/parity/checkpoint_formats.py > test-fixtures/reference/unet3d/safetensors.json
"""
import base64
import json
import sys

import safetensors
import torch
from safetensors.torch import save

values = [0.0, -0.0, 1.0, -2.5, 65504.0, 6.1e-5, 5.9e-8, float("inf")]
tensors = {
    "single": torch.tensor(values).reshape(2, 4),
    "double": torch.tensor(values, dtype=torch.float64),
    "half": torch.tensor(values, dtype=torch.float16).reshape(2, 2, 2),
    "brain": torch.tensor(values, dtype=torch.bfloat16),
    "scalar": torch.tensor(3.25),
}
json.dump({"tools": {"safetensors": safetensors.__version__, "torch": torch.__version__},
           "command": "python tools/parity/checkpoint_formats.py > test-fixtures/reference/unet3d/safetensors.json",
           "file": base64.b64encode(save(tensors, {"made": "for a test"})).decode(),
           "tensors": {key: {"shape": list(t.shape), "values": [str(v) for v in t.float().flatten().tolist()]}
                       for key, t in tensors.items()}}, sys.stdout)
print()
