"""Reference figures of the noise schedules and samplers from MONAI and diffusers.

    python tools/parity/scheduler.py > test-fixtures/reference/scheduler/loops.json

Needs torch, monai 1.4 and diffusers 0.29. The model of the full loops is a formula that both sides compute,
output = sin(1.3 x + t / 200), so that a loop's figures depend on the sampler alone.
"""
import json
import math
import sys

import diffusers
import monai
import torch
from monai.networks.schedulers import DDIMScheduler, DDPMScheduler


def numbers(tensor):
    return [float(f"{v:.9g}") for v in tensor.flatten().tolist()]


def model(x, t):
    return torch.sin(1.3 * x + float(t) / 200)


# MONAI's own test constants: torch.manual_seed(42), two draws of torch.randn(1, 1, 2, 2)
START = torch.tensor([[[[-1.1228564, -0.18632829], [2.2082014, -0.63799703]]]])
OUTPUT = torch.tensor([[[[0.33669037, 0.1288094], [0.23446237, 0.23033303]]]])


def upward():
    """MONAI's own full-loop test: one constant output, t = 0 .. 49 upwards."""
    cases = []
    for name, make in (("ddim", DDIMScheduler), ("ddpm", DDPMScheduler)):
        scheduler = make(num_train_timesteps=1000, schedule="linear_beta")
        scheduler.set_timesteps(50)
        torch.manual_seed(42)
        output, x = torch.randn(1, 1, 2, 2), torch.randn(1, 1, 2, 2)
        noise = []
        for t in range(50):
            before = torch.get_rng_state()
            x, _ = scheduler.step(output, t, x)
            if name == "ddpm" and t > 0:
                torch.set_rng_state(before)
                noise += numbers(torch.randn(1, 1, 2, 2))
        cases.append({"scheduler": name, "noise": noise, "result": numbers(x)})
    return cases


def loop(step, timesteps):
    """A full loop; the noise of each step is formula-made through the patched torch.randn."""
    x, trajectory = START.to(torch.get_default_dtype()), []
    for t in timesteps:
        x = step(model(x, t), t, x)
        trajectory.append(x)
    return {"timesteps": [int(t) for t in timesteps], "middle": numbers(trajectory[len(trajectory) // 2]),
            "result": numbers(trajectory[-1])}


class FormulaNoise:
    """Draw number k of a loop is sin(k^2 + 1): torch.randn and randn_like are replaced by it for a while."""

    def __enter__(self):
        self.saved, self.count = torch.randn, 0

        def randn(*args, **_):
            size = args[0] if isinstance(args[0], (tuple, list, torch.Size)) else args
            total = math.prod(size)
            values = [math.sin((self.count + i) ** 2 + 1) for i in range(total)]
            self.count += total
            return torch.tensor(values).reshape(tuple(size))

        torch.randn = randn
        return self

    def __exit__(self, *_):
        torch.randn = self.saved


MONAI_TYPE = {"epsilon": "epsilon", "sample": "sample", "v": "v_prediction"}


def loops():
    # In float32 the reference would lose four digits of 1 - alpha-bar at the clean end, and a thousand steps add up.
    torch.set_default_dtype(torch.float64)
    cases = []
    # DDPM over the whole chain: MONAI; with fewer steps than T: diffusers, whose posterior is the strided one.
    for variance, kind, clip in (("fixed_small", "epsilon", None), ("fixed_large", "v", 1.0), ("fixed_small", "sample", 0.7)):
        scheduler = DDPMScheduler(num_train_timesteps=1000, schedule="scaled_linear_beta", beta_start=0.0005,
                                  beta_end=0.0195, variance_type=variance, prediction_type=MONAI_TYPE[kind],
                                  clip_sample=clip is not None, clip_sample_min=-(clip or 1), clip_sample_max=clip or 1)
        scheduler.set_timesteps(1000)
        with FormulaNoise():
            figures = loop(lambda o, t, x: scheduler.step(o, int(t), x)[0], scheduler.timesteps)
        del figures["timesteps"]
        cases.append({"scheduler": "ddpm", "source": "monai", "steps": 1000, "variance": variance, "predictionType": kind,
                      "clip": clip, **figures})
    for variance, kind, clip, steps in (("fixed_small", "epsilon", 1.0, 20), ("fixed_large", "v", None, 37)):
        scheduler = diffusers.DDPMScheduler(num_train_timesteps=1000, beta_schedule="scaled_linear", beta_start=0.0005,
                                            beta_end=0.0195, variance_type=variance, prediction_type=MONAI_TYPE[kind],
                                            clip_sample=clip is not None, clip_sample_range=clip or 1)
        scheduler.set_timesteps(steps)
        with FormulaNoise():
            figures = loop(lambda o, t, x: scheduler.step(o, t, x).prev_sample, scheduler.timesteps)
        cases.append({"scheduler": "ddpm", "source": "diffusers", "steps": steps, "variance": variance,
                      "predictionType": kind, "clip": clip, **figures})
    for eta, kind, clip, steps in ((0.0, "epsilon", None, 50), (0.0, "v", 1.0, 37), (0.6, "sample", None, 20)):
        scheduler = DDIMScheduler(num_train_timesteps=1000, schedule="scaled_linear_beta", beta_start=0.0005,
                                  beta_end=0.0195, prediction_type=MONAI_TYPE[kind], clip_sample=clip is not None,
                                  clip_sample_min=-(clip or 1), clip_sample_max=clip or 1)
        scheduler.set_timesteps(steps)
        with FormulaNoise():
            figures = loop(lambda o, t, x: scheduler.step(o, int(t), x, eta=eta)[0], scheduler.timesteps)
        cases.append({"scheduler": "ddim", "source": "monai", "steps": steps, "eta": eta, "predictionType": kind,
                      "clip": clip, **figures})
    # The others from diffusers, without clipping, which they do not have there; UniPC is float32 throughout.
    torch.set_default_dtype(torch.float32)
    for kind, steps in (("epsilon", 10), ("v", 25), ("sample", 17)):
        shared = dict(num_train_timesteps=1000, beta_schedule="scaled_linear", beta_start=0.0005, beta_end=0.0195,
                      prediction_type=MONAI_TYPE[kind])
        makers = {
            "dpm-solver++": lambda: diffusers.DPMSolverMultistepScheduler(**shared, timestep_spacing="trailing",
                                                                         final_sigmas_type="zero"),
            "unipc": lambda: diffusers.UniPCMultistepScheduler(**shared, timestep_spacing="trailing",
                                                                  final_sigmas_type="zero"),
            "euler": lambda: diffusers.EulerDiscreteScheduler(**shared, use_karras_sigmas=True),
            "heun": lambda: diffusers.HeunDiscreteScheduler(**shared, use_karras_sigmas=True),
            "pndm": lambda: diffusers.PNDMScheduler(**shared),
        }
        for name, make in makers.items():
            # There PNDM averages v of different times, which is no slope at any of them, and Heun knows no 'sample'.
            if (name, kind) in (("pndm", "v"), ("pndm", "sample"), ("heun", "sample")):
                continue
            scheduler = make()
            scheduler.set_timesteps(steps)
            scaled = name in ("euler", "heun")
            x = START / (scheduler.alphas_cumprod[-1].sqrt() if scaled else 1)
            for t in scheduler.timesteps:
                if scaled:
                    output = model(scheduler.scale_model_input(x, t), t)
                else:
                    output = model(x, t)
                x = scheduler.step(output, t, x).prev_sample
            cases.append({"scheduler": name, "source": "diffusers", "steps": steps, "predictionType": kind, "clip": None,
                          "timesteps": [round(float(t), 3) for t in scheduler.timesteps], "result": numbers(x)})
    return cases


def spacings():
    cases = []
    for spacing in ("leading", "trailing", "linspace"):
        for steps in (2, 7, 50):
            scheduler = diffusers.DDIMScheduler(timestep_spacing=spacing)
            scheduler.set_timesteps(steps)
            cases.append({"spacing": spacing, "steps": steps, "timesteps": [int(t) for t in scheduler.timesteps]})
    return cases


def schedules():
    cases = []
    for kind, name in (("linear", "linear_beta"), ("scaled_linear", "scaled_linear_beta"), ("sigmoid", "sigmoid_beta")):
        for start, end in ((1e-4, 2e-2), (0.0005, 0.0195), (0.0015, 0.0195)):
            levels = DDPMScheduler(num_train_timesteps=1000, schedule=name, beta_start=start, beta_end=end).alphas_cumprod
            cases.append({"kind": kind, "source": "monai", "betaStart": start, "betaEnd": end,
                          "alphasCumprod": numbers(levels[[0, 250, 500, 999]])})
    cosine = diffusers.DDPMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod
    cases.append({"kind": "cosine", "source": "diffusers", "alphasCumprod": numbers(cosine[[0, 250, 500, 999]])})
    rescaled = diffusers.DDIMScheduler(beta_schedule="scaled_linear", beta_start=0.0005, beta_end=0.0195,
                                       rescale_betas_zero_snr=True).alphas_cumprod
    cases.append({"kind": "scaled_linear", "source": "diffusers", "betaStart": 0.0005, "betaEnd": 0.0195,
                  "zeroTerminalSnr": True, "alphasCumprod": numbers(rescaled[[0, 250, 500, 999]])})
    return cases


json.dump({"tools": {"torch": torch.__version__, "monai": monai.__version__, "diffusers": diffusers.__version__},
           "command": "python tools/parity/scheduler.py > test-fixtures/reference/scheduler/loops.json",
           "start": numbers(START), "output": numbers(OUTPUT),
           "schedules": schedules(), "spacings": spacings(), "upward": upward(), "loops": loops()}, sys.stdout)
print()
