import type { Volume } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';

/** What phantoms.py made: the image, and what is true of it. */
export interface Head {
  readonly image: Volume;
  readonly mask: Volume;
  /** Logarithm of the true field. */
  readonly field: Volume;
  /** 1 in cortex, 2 in white matter. */
  readonly tissue: Volume;
}

export async function readHead(folder: string, i: number): Promise<Head> {
  const read = (name: string): Promise<Volume> => readVolume(`${folder}/${name}-${i}.nii`);
  const [image, mask, field, tissue] = await Promise.all([read('image'), read('mask'), read('field'), read('tissue')]);
  return { image, mask, field, tissue };
}

function momentsOf(values: number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

/** Values where the selection has `wanted`. */
function pick(volume: Volume, selection: Volume, wanted: number): number[] {
  const values: number[] = [];
  volume.voxels.forEach((value, i) => {
    if (selection.voxels[i] === wanted) values.push(value);
  });
  return values;
}

export interface Figures {
  /** With the true log field, in the brain. */
  readonly correlation: number;
  /** Of the log field that is left. */
  readonly residualDeviation: number;
  /** Coefficient of joint variation of white and grey matter. */
  readonly cjv: number;
}

/** What the product of the multiplicative fields found and the corrected image are worth. */
export function figuresOf(head: Head, fields: readonly Volume[], corrected: Volume): Figures {
  const found = pick(fields[0], head.mask, 1).map(Math.log);
  for (const further of fields.slice(1))
    pick(further, head.mask, 1).forEach((value, k) => (found[k] += Math.log(value)));
  const expected = pick(head.field, head.mask, 1);
  const [a, b] = [momentsOf(found), momentsOf(expected)];
  const { deviation: residualDeviation } = momentsOf(found.map((value, k) => value - expected[k]));
  const [white, grey] = [2, 1].map((wanted) => momentsOf(pick(corrected, head.tissue, wanted)));
  return {
    correlation: (a.deviation ** 2 + b.deviation ** 2 - residualDeviation ** 2) / (2 * a.deviation * b.deviation),
    residualDeviation,
    cjv: (white.deviation + grey.deviation) / Math.abs(white.mean - grey.mean),
  };
}

/** A job's result and its CPU seconds. */
export async function timed<T>(job: () => Promise<T>): Promise<{ result: T; cpuSeconds: number }> {
  const start = process.cpuUsage();
  const result = await job();
  const { user, system } = process.cpuUsage(start);
  return { result, cpuSeconds: (user + system) / 1e6 };
}

/** Figures as they are kept: four digits. */
export const rounded = (figures: object): object =>
  Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Number((value as number).toFixed(4))]));
