"""PyTorch and safetensors reading a checkpoint, for tools/bench/checkpoint.ts: prints seconds and memory as JSON.

    python tools/bench/checkpoints.py save WEIGHTS.safetensors WEIGHTS.pth
    python tools/bench/checkpoints.py forget FILE...
    python tools/bench/checkpoints.py torch|safetensors FILE RUNS
"""
import json
import os
import resource
import sys
import time

import torch
from safetensors.torch import load_file


def forget(*paths):
    """Takes files out of the system's cache."""
    for path in paths:
        with open(path, "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def read(which, path, runs):
    load = torch.load if which == "torch" else load_file
    # A network's parameters, into which load_state_dict copies.
    parameters = {key: torch.zeros_like(tensor) for key, tensor in load(path).items()}
    forget(path)
    before = resident()
    seconds, copied, cpu = [], [], []
    for _ in range(runs):
        start, busy = time.perf_counter(), time.process_time()
        state = load(path)
        loaded = time.perf_counter()
        cpu.append(time.process_time() - busy)
        with torch.no_grad():
            for key, tensor in state.items():
                parameters[key].copy_(tensor)
        copied.append(time.perf_counter() - start)
        seconds.append(loaded - start)
        del state
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "withCopy": copied, "cpuSeconds": cpu, "bytes": peak - before, "torch": torch.__version__}))


match sys.argv[1:]:
    case ["save", source, target]:
        torch.save(load_file(source), target)
    case ["forget", *paths]:
        forget(*paths)
    case [which, path, runs]:
        read(which, path, int(runs))
