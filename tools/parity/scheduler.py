"""Reference figures of the noise schedules and samplers from MONAI and diffusers.

    python tools/parity/scheduler.py > test-fixtures/reference/scheduler/loops.json

Needs torch, monai 1.6 and diffusers 0.42. The model of the full loops is a formula that both sides compute,
output = sin(1.3 x + t / 200), variance output = cos(0.7 x + t / 300), so that a loop's figures depend on the sampler alone.
Draw number k of a stochastic loop is sin(k^2 + 1).

The references hold their schedules in float32, whose product of a thousand factors is good to five digits and loses
four of 1 - alpha-bar at the clean end; here it is taken once more in double from their own betas.
"""
import json
import math
import sys

import diffusers
import monai
import numpy as np
import torch
from monai.networks.schedulers import DDIMScheduler, DDPMScheduler, RFlowScheduler
from monai.networks.schedulers.rectified_flow import timestep_transform


def numbers(tensor, digits=9):
    return [float(f"{v:.{digits}g}") for v in torch.as_tensor(tensor).flatten().tolist()]


def model(x, t):
    return torch.sin(1.3 * x + float(t) / 200)


def variance_output(x, t, variance):
    second = torch.cos(0.7 * x + float(t) / 300)
    return second if variance == "learned_range" else 0.02 + 0.01 * second


# MONAI's own test constants: torch.manual_seed(42), two draws of torch.randn(1, 1, 2, 2)
START = torch.tensor([[[[-1.1228564, -0.18632829], [2.2082014, -0.63799703]]]])
OUTPUT = torch.tensor([[[[0.33669037, 0.1288094], [0.23446237, 0.23033303]]]])


class FormulaNoise:
    """torch.randn gives the draws of the formula for a while."""

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


DEFAULT = {"kind": "scaled_linear", "steps": 1000, "betaStart": 0.0005, "betaEnd": 0.0195}
LINEAR = {"kind": "linear", "steps": 1000, "betaStart": 1e-4, "betaEnd": 2e-2}
COSINE = {"kind": "cosine", "steps": 1000}
SIGMOID = {"kind": "sigmoid", "steps": 100, "betaStart": 0.001, "betaEnd": 0.2}
SHORT = {"kind": "scaled_linear", "steps": 400, "betaStart": 0.0015, "betaEnd": 0.0205}
SILENT = {**DEFAULT, "zeroTerminalSnr": True}

TYPES = {"epsilon": "epsilon", "sample": "sample", "v": "v_prediction"}


def in_double(scheduler):
    scheduler.betas = scheduler.betas.double()
    scheduler.alphas = 1.0 - scheduler.betas
    scheduler.alphas_cumprod = torch.cumprod(scheduler.alphas, dim=0)
    return scheduler


def monai_scheduler(make, schedule, kind, clip, **more):
    names = {"linear": "linear_beta", "scaled_linear": "scaled_linear_beta", "sigmoid": "sigmoid_beta", "cosine": "cosine"}
    betas = {} if schedule["kind"] == "cosine" else {"beta_start": schedule["betaStart"], "beta_end": schedule["betaEnd"]}
    return in_double(make(num_train_timesteps=schedule["steps"], schedule=names[schedule["kind"]], prediction_type=TYPES[kind],
                          clip_sample=clip is not None, clip_sample_min=-(clip or 1), clip_sample_max=clip or 1, **betas, **more))


def diffusers_scheduler(make, schedule, kind, **more):
    names = {"linear": "linear", "scaled_linear": "scaled_linear", "sigmoid": "sigmoid", "cosine": "squaredcos_cap_v2"}
    betas = {} if schedule["kind"] == "cosine" else {"beta_start": schedule["betaStart"], "beta_end": schedule["betaEnd"]}
    if "zeroTerminalSnr" in schedule:
        betas["rescale_betas_zero_snr"] = True
    return in_double(make(num_train_timesteps=schedule["steps"], beta_schedule=names[schedule["kind"]],
                          prediction_type=TYPES[kind], **betas, **more))


def clipping(clip):
    return {"clip_sample": clip is not None, "clip_sample_range": clip or 1}


def thresholds(thresholding):
    if thresholding is None:
        return {}
    return {"thresholding": True, "dynamic_thresholding_ratio": thresholding["percentile"] / 100,
            "sample_max_value": thresholding["maximum"]}


def loop(step, timesteps, start=START):
    x, middle = start, None
    for index, t in enumerate(timesteps):
        x = step(t, x)
        if index == len(timesteps) // 2:
            middle = x
    return {"middle": numbers(middle), "result": numbers(x)}


def case(scheduler, source, schedule, steps, kind, figures, timesteps=None, **settings):
    shown = {key: value for key, value in settings.items() if value is not None}
    listed = {} if timesteps is None else {"timesteps": [round(float(t), 4) for t in timesteps]}
    return {"scheduler": scheduler, "source": source, "schedule": schedule, "steps": steps, "predictionType": kind, **shown,
            **listed, **figures}


def ddpm():
    # The whole chain: MONAI; with fewer steps than T: diffusers, whose posterior is the strided one. Learned variances with
    # 'leading' times, since diffusers adds noise to the last step wherever it is not made at time 0.
    for schedule, variance, kind, clip in ((DEFAULT, "fixed_small", "epsilon", None), (DEFAULT, "fixed_large", "v", 1.0),
                                           (DEFAULT, "fixed_small", "sample", 0.7), (SIGMOID, "fixed_large", "epsilon", 1.0),
                                           (COSINE, "fixed_small", "v", 1.0)):
        scheduler = monai_scheduler(DDPMScheduler, schedule, kind, clip, variance_type=variance)
        scheduler.set_timesteps(schedule["steps"])
        with FormulaNoise():
            figures = loop(lambda t, x: scheduler.step(model(x, t), int(t), x)[0], scheduler.timesteps)
        yield case("ddpm", "monai", schedule, schedule["steps"], kind, figures, variance=variance, clip=clip)
    for schedule, variance, kind, clip, steps, spacing, thresholding in (
            (DEFAULT, "fixed_small", "epsilon", 1.0, 20, "leading", None),
            (DEFAULT, "fixed_large", "v", None, 37, "leading", None),
            (LINEAR, "fixed_small", "v", 0.8, 25, "trailing", None),
            (DEFAULT, "fixed_small", "epsilon", None, 20, "leading", {"percentile": 60, "maximum": 3}),
            (DEFAULT, "learned_range", "epsilon", 1.0, 20, "leading", None),
            (LINEAR, "learned_range", "v", None, 25, "leading", None),
            (SHORT, "learned_range", "sample", None, 400, "leading", None),
            (DEFAULT, "learned", "v", None, 20, "leading", None)):
        scheduler = diffusers_scheduler(diffusers.DDPMScheduler, schedule, kind, variance_type=variance,
                                        timestep_spacing=spacing, **clipping(clip), **thresholds(thresholding))
        scheduler.set_timesteps(steps)

        def step(t, x):
            output = model(x, t)
            if variance.startswith("learned"):
                output = torch.cat([output, variance_output(x, t, variance)], dim=1)
            return scheduler.step(output, t, x).prev_sample

        with FormulaNoise():
            figures = loop(step, scheduler.timesteps)
        yield case("ddpm", "diffusers", schedule, steps, kind, figures, scheduler.timesteps if steps < 400 else None,
                   variance=variance, clip=clip, spacing=spacing, thresholding=thresholding)


def ddim():
    # MONAI's set_timesteps is a linspace in 1.6, its step goes back by T // n: it is right with 'leading' times alone.
    for schedule, eta, kind, clip, steps in ((DEFAULT, 0.0, "epsilon", None, 50), (DEFAULT, 0.0, "v", 1.0, 37),
                                             (DEFAULT, 0.6, "sample", None, 20), (COSINE, 0.0, "v", 1.0, 25)):
        scheduler = monai_scheduler(DDIMScheduler, schedule, kind, clip)
        scheduler.set_timesteps(steps)
        times = [i * (schedule["steps"] // steps) for i in reversed(range(steps))]
        with FormulaNoise():
            figures = loop(lambda t, x: scheduler.step(model(x, t), t, x, eta=eta)[0], times)
        yield case("ddim", "monai", schedule, steps, kind, figures, times, eta=eta, clip=clip)
    for schedule, eta, kind, clip, steps, spacing, thresholding in (
            (SILENT, 0.0, "v", 1.0, 20, "trailing", None), (LINEAR, 1.0, "epsilon", 1.0, 25, "trailing", None),
            (DEFAULT, 0.0, "epsilon", None, 10, "leading", {"percentile": 60, "maximum": 1.5})):
        scheduler = diffusers_scheduler(diffusers.DDIMScheduler, schedule, kind, timestep_spacing=spacing, **clipping(clip),
                                        **thresholds(thresholding))
        scheduler.set_timesteps(steps)
        with FormulaNoise():
            figures = loop(lambda t, x: scheduler.step(model(x, t), t, x, eta=eta).prev_sample, scheduler.timesteps)
        yield case("ddim", "diffusers", schedule, steps, kind, figures, scheduler.timesteps, eta=eta, clip=clip, spacing=spacing,
                   thresholding=thresholding)
    for schedule, steps, spacing in ((DEFAULT, 10, "leading"), (LINEAR, 20, "trailing"), (COSINE, 25, "leading")):
        scheduler = diffusers_scheduler(diffusers.DDIMInverseScheduler, schedule, "epsilon", timestep_spacing=spacing,
                                        clip_sample=False)
        scheduler.set_timesteps(steps)
        figures = loop(lambda t, x: scheduler.step(model(x, t), t, x).prev_sample, scheduler.timesteps)
        yield case("ddim-inverse", "diffusers", schedule, steps, "epsilon", figures, scheduler.timesteps, spacing=spacing)


def pndm():
    # diffusers: MONAI counts its Runge-Kutta evaluations as steps, which shortens every stride after set_timesteps.
    for schedule, kind, steps, to_one in ((DEFAULT, "epsilon", 10, None), (LINEAR, "epsilon", 25, None),
                                          (DEFAULT, "epsilon", 100, True), (SHORT, "v", 20, None)):
        scheduler = diffusers_scheduler(diffusers.PNDMScheduler, schedule, "epsilon", set_alpha_to_one=bool(to_one))
        if not to_one:
            scheduler.final_alpha_cumprod = scheduler.alphas_cumprod[0]
        scheduler.set_timesteps(steps)

        def step(t, x):
            output = model(x, t)
            if kind == "v":
                # There PNDM averages v of different times, which is no slope at any of them: it is given the noise.
                level = scheduler.alphas_cumprod[t]
                output = level.sqrt() * output + (1 - level).sqrt() * x
            return scheduler.step(output, t, x).prev_sample

        figures = loop(step, scheduler.timesteps)
        yield case("pndm", "diffusers", schedule, steps, kind, figures, scheduler.timesteps, setAlphaToOne=to_one)


def exponential_integrators():
    solver, unipc = diffusers.DPMSolverMultistepScheduler, diffusers.UniPCMultistepScheduler
    thresholding = {"percentile": 60, "maximum": 1.5}
    for name, make, schedule, kind, steps, settings in (
            ("dpm-solver++", solver, DEFAULT, "epsilon", 10, {}), ("dpm-solver++", solver, DEFAULT, "v", 25, {}),
            ("dpm-solver++", solver, LINEAR, "sample", 17, {}), ("dpm-solver++", solver, SHORT, "epsilon", 40, {}),
            ("dpm-solver++", solver, DEFAULT, "epsilon", 12, {"thresholding": thresholding}),
            ("sde-dpm-solver++", solver, DEFAULT, "epsilon", 10, {}), ("sde-dpm-solver++", solver, DEFAULT, "v", 25, {}),
            ("sde-dpm-solver++", solver, LINEAR, "sample", 17, {}),
            ("unipc", unipc, DEFAULT, "epsilon", 10, {}), ("unipc", unipc, DEFAULT, "v", 25, {}),
            ("unipc", unipc, LINEAR, "sample", 17, {}), ("unipc", unipc, DEFAULT, "epsilon", 8, {"order": 1}),
            ("unipc", unipc, DEFAULT, "v", 20, {"order": 3}), ("unipc", unipc, SHORT, "sample", 12, {"order": 3}),
            ("unipc", unipc, DEFAULT, "epsilon", 12, {"thresholding": thresholding})):
        algorithm = {"algorithm_type": "sde-dpmsolver++"} if name.startswith("sde") else {}
        scheduler = diffusers_scheduler(make, schedule, kind, timestep_spacing="trailing", final_sigmas_type="zero",
                                        solver_order=settings.get("order", 2), **algorithm,
                                        **thresholds(settings.get("thresholding")))
        scheduler.set_timesteps(steps)
        with FormulaNoise():
            figures = loop(lambda t, x: scheduler.step(model(x, t), t, x).prev_sample, scheduler.timesteps)
        yield case(name, "diffusers", schedule, steps, kind, figures, scheduler.timesteps, **settings)


def sigma_methods():
    euler, heun = diffusers.EulerDiscreteScheduler, diffusers.HeunDiscreteScheduler
    ancestral = diffusers.EulerAncestralDiscreteScheduler
    # Without a spacing: the times of Karras et al. Heun knows no 'sample' there, the ancestral one no Karras times.
    for name, make, schedule, kind, steps, spacing, clip in (
            ("euler", euler, DEFAULT, "epsilon", 10, None, None), ("euler", euler, DEFAULT, "v", 25, None, None),
            ("euler", euler, LINEAR, "sample", 17, None, None), ("euler", euler, LINEAR, "epsilon", 28, "linspace", None),
            ("euler", euler, SHORT, "v", 20, "trailing", None), ("euler", euler, DEFAULT, "sample", 10, "leading", None),
            ("heun", heun, DEFAULT, "epsilon", 10, None, None), ("heun", heun, DEFAULT, "v", 25, None, None),
            ("heun", heun, LINEAR, "epsilon", 12, None, 1.0), ("heun", heun, SHORT, "v", 20, "trailing", 0.6),
            ("euler-ancestral", ancestral, DEFAULT, "epsilon", 28, "linspace", None),
            ("euler-ancestral", ancestral, SHORT, "v", 20, "trailing", None),
            ("euler-ancestral", ancestral, LINEAR, "epsilon", 10, "leading", None)):
        karras = {} if name == "euler-ancestral" else {"use_karras_sigmas": spacing is None}
        scheduler = diffusers_scheduler(make, schedule, kind, **karras, **(clipping(clip) if name == "heun" else {}),
                                        **({"timestep_spacing": spacing} if spacing else {}))
        scheduler.set_timesteps(steps)
        # They sample y = x / signal, with the levels as steps.
        start = START / scheduler.alphas_cumprod[int(scheduler.timesteps[0])].sqrt().float()
        with FormulaNoise():
            figures = loop(lambda t, y: scheduler.step(model(scheduler.scale_model_input(y, t), t), t, y).prev_sample,
                           scheduler.timesteps, start)
        del figures["middle"]
        yield case(name, "diffusers", schedule, steps, kind, figures, scheduler.timesteps, spacing=spacing, clip=clip)


def rectified_flow():
    # Shifted times are whole in these, so that MONAI's way through float16 and integers keeps them.
    for total, steps, side in ((1000, 10, None), (1000, 30, None), (1000, 7, None), (420, 4, 64), (2310, 6, 64)):
        scheduler = RFlowScheduler(num_train_timesteps=total, use_timestep_transform=side is not None)
        scheduler.set_timesteps(steps, input_img_size_numel=side**3 if side else None)
        times = scheduler.timesteps.tolist()
        following = dict(zip(times, times[1:] + [0]))
        figures = loop(lambda t, x: scheduler.step(model(x, t), t, x, following[t])[0], times)
        schedule = {"kind": "flow", "steps": total, **({"timestepShift": side / 32} if side else {})}
        yield case("rectified-flow", "monai", schedule, steps, "flow", figures, times)
    for steps, shift in ((20, 3.0), (25, 6.0)):
        scheduler = diffusers.FlowMatchEulerDiscreteScheduler(shift=shift)
        scheduler.set_timesteps(sigmas=np.linspace(1, 1 / steps, steps))
        figures = loop(lambda t, x: scheduler.step(-model(x, t), t, x).prev_sample, scheduler.timesteps)
        yield case("rectified-flow", "diffusers", {"kind": "flow", "steps": 1000, "timestepShift": shift}, steps, "flow", figures,
                   scheduler.timesteps)


def upward():
    """MONAI's own full-loop test: one constant output, t = 0 .. 49 upwards."""
    cases = []
    for name, make in (("ddim", DDIMScheduler), ("ddpm", DDPMScheduler)):
        scheduler = make(num_train_timesteps=1000, schedule="linear_beta")
        scheduler.set_timesteps(50)
        torch.manual_seed(42)
        output, x = torch.randn(1, 1, 2, 2), torch.randn(1, 1, 2, 2)
        for t in range(50):
            x, _ = scheduler.step(output, t, x)
        cases.append({"scheduler": name, "seed": 42, "result": numbers(x)})
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
    times = [0, 1, 100, 250, 500, 750, 900, 998, 999]
    ranges = ((1e-4, 2e-2), (0.0005, 0.0195), (0.0015, 0.0195), (0.0015, 0.0205))
    for kind in ("linear", "scaled_linear", "sigmoid"):
        for start, end in ranges:
            schedule = {"kind": kind, "steps": 1000, "betaStart": start, "betaEnd": end}
            levels = monai_scheduler(DDPMScheduler, schedule, "epsilon", None).alphas_cumprod
            cases.append({**schedule, "source": "monai", "alphasCumprod": numbers(levels[times], 7)})
    cosine = monai_scheduler(DDPMScheduler, COSINE, "epsilon", None).alphas_cumprod
    cases.append({**COSINE, "source": "monai", "alphasCumprod": numbers(cosine[times], 7)})
    for schedule in (DEFAULT, LINEAR, COSINE):
        silent = {**schedule, "zeroTerminalSnr": True}
        levels = diffusers_scheduler(diffusers.DDIMScheduler, silent, "v").alphas_cumprod
        cases.append({**silent, "source": "diffusers", "alphasCumprod": numbers(levels[times], 7)})
    return {"times": times, "cases": cases}


def noising():
    scheduler = monai_scheduler(DDPMScheduler, DEFAULT, "v", None)
    flow = RFlowScheduler()
    cases = []
    for t in (0, 123, 640, 999):
        when = torch.tensor([t])
        cases.append({"t": t, "x": numbers(scheduler.add_noise(OUTPUT.double(), START.double(), when)),
                      "v": numbers(scheduler.get_velocity(OUTPUT.double(), START.double(), when)),
                      "flow": numbers(flow.add_noise(OUTPUT, START, when))})
    return cases


def training_times():
    """Logit-normal times of MONAI from a seed; fewer than 16, so that they are drawn one by one."""
    cases = []
    for seed, mean, deviation, shape in ((42, 0.0, 1.0, None), (7, 0.5, 1.2, None), (3, -0.4, 0.8, (16, 24, 16))):
        scheduler = RFlowScheduler(use_discrete_timesteps=False, sample_method="logit-normal", loc=mean, scale=deviation,
                                   use_timestep_transform=shape is not None)
        torch.manual_seed(seed)
        times = scheduler.sample_timesteps(torch.zeros(6, 1, *(shape or (4, 4, 4))))
        cases.append({"seed": seed, "mean": mean, "deviation": deviation, "shape": shape, "times": numbers(times)})
    return cases


def shifts():
    return [{"shape": shape, "t": t, "shifted": float(f"{timestep_transform(t, math.prod(shape), spatial_dim=len(shape)):.9g}")}
            for shape in ((84, 128, 84), (16, 24, 16), (256, 256, 160)) for t in (1, 400, 999)]


def step_of_rectified_flow():
    scheduler = RFlowScheduler()
    scheduler.set_timesteps(1)
    return numbers(scheduler.step(OUTPUT, 1000, START, 0)[0])


loops = [*ddpm(), *ddim(), *pndm(), *exponential_integrators(), *sigma_methods(), *rectified_flow()]
figures = {"start": numbers(START), "output": numbers(OUTPUT), "rectifiedFlowStep": step_of_rectified_flow(),
           "schedules": schedules(), "spacings": spacings(), "noising": noising(), "shifts": shifts(),
           "trainingTimes": training_times(), "upward": upward(), "loops": loops}
json.dump({"tools": {"torch": torch.__version__, "monai": monai.__version__, "diffusers": diffusers.__version__},
           "command": "python tools/parity/scheduler.py > test-fixtures/reference/scheduler/loops.json", **figures}, sys.stdout)
print()
