import { cosine, linear, scaledLinear, sigmoid, type BetaCurve } from './betas.ts';
import { createFlow } from './flow.ts';
import type { NoiseSchedule, ScheduleKind, ScheduleSettings } from './noise-schedule.ts';

const curves: Record<Exclude<ScheduleKind, 'flow'>, BetaCurve> = {
  linear,
  scaled_linear: scaledLinear,
  sigmoid,
  cosine,
};

/**
 * A variance-preserving schedule, or a flow.
 *
 * The default, scaled_linear from 0.0005 to 0.0195 over 1000 steps, is the one of MONAI's 3D tutorials.
 *
 * @throws RangeError for an unknown kind, or a range that is not 0 < betaStart <= betaEnd < 1
 */
export function createSchedule(settings: ScheduleSettings = {}): NoiseSchedule {
  const { kind = 'scaled_linear', steps = 1000, betaStart = 0.0005, betaEnd = 0.0195 } = settings;
  const { snrShift = 1, timestepShift = 1, zeroTerminalSnr = false, sigmaMax = Infinity } = settings;
  if (kind !== 'flow' && !Object.hasOwn(curves, kind))
    throw new RangeError(`schedule: expected kind ${Object.keys(curves).join(', ')}, flow, found ${String(kind)}`);
  if (!Number.isInteger(steps) || steps < 1)
    throw new RangeError(`schedule: expected a whole number of steps, at least 1, found ${steps}`);
  if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1))
    throw new RangeError(`schedule: expected 0 < betaStart <= betaEnd < 1, found ${betaStart} and ${betaEnd}`);
  if (!(snrShift > 0 && snrShift < Infinity))
    throw new RangeError(`schedule: expected a positive snrShift, found ${snrShift}`);
  if (!(timestepShift > 0 && timestepShift < Infinity))
    throw new RangeError(`schedule: expected a positive timestepShift, found ${timestepShift}`);
  if (!(sigmaMax > 0)) throw new RangeError(`schedule: expected a positive sigmaMax, found ${sigmaMax}`);
  if (kind === 'flow' && sigmaMax !== Infinity)
    throw new RangeError(`schedule: expected sigmaMax with a variance-preserving kind, found ${sigmaMax} with flow`);
  if (kind === 'flow') return createFlow(steps, snrShift, timestepShift);
  if (timestepShift !== 1)
    throw new RangeError(`schedule: expected timestepShift with kind flow alone, found ${timestepShift} with ${kind}`);

  let levels = cumulativeProduct(curves[kind](steps, betaStart, betaEnd).map((beta) => 1 - beta));
  if (snrShift !== 1) levels = shiftSnr(levels, snrShift);
  if (zeroTerminalSnr) levels = rescaleToZeroTerminalSnr(levels);
  const all = { kind, steps, betaStart, betaEnd, snrShift, zeroTerminalSnr };
  if (sigmaMax === Infinity) return fromAlphasCumprod(levels, all);
  const reached = levels.findIndex((level) => Math.sqrt((1 - level) / level) >= sigmaMax);
  return fromAlphasCumprod(reached < 0 ? levels : levels.slice(0, reached + 1), { ...all, sigmaMax });
}

function fromAlphasCumprod(alphasCumprod: Float64Array, settings: ScheduleSettings): NoiseSchedule {
  const alphas = alphasCumprod.map((level, t) => (t === 0 ? level : level / alphasCumprod[t - 1]));
  const steps = alphasCumprod.length;
  // Between whole times the log of the signal-to-noise ratio is a straight line, as in Karras et al. 2022 (appendix C.3.4).
  const level = (t: number): number => {
    if (t < 0) return 1;
    if (!(t <= steps - 1)) throw new RangeError(`schedule: expected a time below ${steps}, found ${t}`);
    const below = Math.floor(t);
    if (below === t) return alphasCumprod[t];
    const [from, to] = [alphasCumprod[below], alphasCumprod[below + 1]].map((each) => Math.log(each / (1 - each)));
    return 1 / (1 + Math.exp(-(from + (to - from) * (t - below))));
  };
  return {
    settings,
    steps,
    timestepShift: 1,
    first: 0,
    betas: alphas.map((alpha) => 1 - alpha),
    alphas,
    alphasCumprod,
    signal: (t) => Math.sqrt(level(t)),
    noise: (t) => Math.sqrt(1 - level(t)),
    draw: (random) => random.integer(steps),
  };
}

function cumulativeProduct(factors: Float64Array): Float64Array {
  let product = 1;
  return factors.map((factor) => (product *= factor));
}

function shiftSnr(levels: Float64Array, shift: number): Float64Array {
  return levels.map((level) => (level * shift * shift) / (level * shift * shift + 1 - level));
}

/** sqrt(alpha-bar) moved to end at 0 and stretched to keep its first value. */
function rescaleToZeroTerminalSnr(levels: Float64Array): Float64Array {
  const first = Math.sqrt(levels[0]);
  const last = Math.sqrt(levels[levels.length - 1]);
  return levels.map((level) => (((Math.sqrt(level) - last) * first) / (first - last)) ** 2);
}
