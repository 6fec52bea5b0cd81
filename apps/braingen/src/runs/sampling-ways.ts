import {
  editEach,
  inpaintEach,
  sampleEach,
  type Conditions,
  type Resampling,
  type SampledVolume,
  type SamplingOptions,
} from '@braingen/sampler';
import type { CheckpointDescription, Condition } from '@braingen/unet3d';
import { createDdimInverse, type Scheduler } from '@braingen/scheduler';
import { tensorToVolumes, type Volume } from '@braingen/volume';
import { Failure } from '../failure.ts';
import { hashFile } from '../files/hash.ts';
import { factsOf, longestOf, type ConditionLists } from './condition-options.ts';
import {
  conditioningOf,
  conditionsFrom,
  encodeFacts,
  namesOf,
  warningsOf,
  type Conditioning,
  type Facts,
} from './conditioning.ts';
import { fromNetwork, readInputMask, readInputVolume } from './network-input.ts';
import { readSidecarFacts } from './subjects.ts';

/** A way to volumes: plainly from noise, into a masked region, or from a volume that is to change. */
export interface SamplingWay {
  /** What the model is told of a volume, by its number. */
  readonly facts: (volume: number) => Facts;
  readonly conditions: Conditions<Condition> | undefined;
  /** How many volumes where the user does not say. */
  readonly count: number;
  each(options: SamplingOptions<Condition>): AsyncGenerator<SampledVolume, void, void>;
  /** From the network's numbers to the volume that is written. */
  finish(data: Float32Array): Volume;
  /** What the sidecar says of it. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** Which condition, in the user's words. */
export interface Told {
  readonly conditions: ConditionLists;
  readonly guidance: number;
}

/** Volumes from noise. */
export function plainly(description: CheckpointDescription, told: Told): SamplingWay {
  const facts = (volume: number): Facts => factsOf(told.conditions, volume);
  return {
    ...conditioned(description, told, facts),
    facts,
    count: 1,
    each: sampleEach,
    finish: (data) => fromNetwork(data, description),
    provenance: {},
  };
}

/** A volume with a region drawn anew. */
export async function byInpainting(
  description: CheckpointDescription,
  told: Told,
  { volume: path, mask: maskPath, resampling }: { volume: string; mask: string; resampling: Resampling },
): Promise<SamplingWay> {
  const input = await readInputVolume(path, description);
  const mask = await readInputMask(maskPath, path, description);
  const plain = plainly(description, told);
  const { shape, affine } = description.grid;
  const [drawn] = tensorToVolumes(mask, [1, ...shape, 1], affine);
  return {
    ...plain,
    each: (options) => inpaintEach({ ...options, known: input.data, mask, resampling }),
    // The known voxels are the volume's own, not their way through the network's scale.
    finish: (data) => {
      const made = fromNetwork(data, description);
      return made.with(made.voxels.map((value, i) => (drawn.voxels[i] ? value : input.volume.voxels[i])));
    },
    provenance: {
      inpainted: {
        volume: { path, sha256: await hashFile(path) },
        mask: { path: maskPath, sha256: await hashFile(maskPath), voxels: mask.filter(Boolean).length },
        resampling,
      },
    },
    warnings: [...plain.warnings, ...input.warnings],
  };
}

/** How often the way back looks at each step: four bring networks with large steps back to their volume. */
const looksBack = 4;

/** A volume as it would be under another condition. */
export async function byEditing(
  description: CheckpointDescription,
  scheduler: Scheduler,
  told: Told,
  { volume: path, from, strength }: { volume: string; from: Facts; strength: number },
): Promise<SamplingWay> {
  const conditioning = conditioningOf(description);
  if (!conditioning) throw new Failure(`--edit: expected a model that was trained with conditions, found one without`);
  if (!scheduler.inverse)
    throw new Failure(`--edit: expected a scheduler with a way back, such as ddim, found ${scheduler.name}`);
  const input = await readInputVolume(path, description);
  const names = namesOf(conditioning);
  const known = Object.entries(await readSidecarFacts(path)).filter(([name]) => names.includes(name));
  const source: Facts = { ...Object.fromEntries(known), ...from };
  const facts = (volume: number): Facts => ({ ...source, ...factsOf(told.conditions, volume) });
  const unknown = Object.keys(told.conditions).filter((name) => source[name] === undefined);
  const encoded = encodeFacts(conditioning, source, '--from');
  const shared = conditioned(description, told, facts);
  return {
    ...shared,
    facts,
    count: longestOf(told.conditions),
    each: (options) =>
      editEach({
        ...options,
        volume: input.data,
        source: conditionsFrom(conditioning, () => encoded),
        conditions: options.conditions as Conditions<Condition>,
        strength,
        ...(scheduler.name === 'ddim' && { inverse: createDdimInverse({ iterations: looksBack }) }),
      }),
    finish: (data) => fromNetwork(data, description),
    provenance: { edited: { volume: { path, sha256: await hashFile(path) }, from: source, strength } },
    warnings: [
      ...shared.warnings,
      ...input.warnings,
      ...warningsOf(conditioning, source),
      ...unknown.map((name) => `the volume's own ${name} is not known; --from ${name}=... tells it`),
    ],
  };
}

/** What the model is told, checked against what it was trained with. */
function conditioned(
  description: CheckpointDescription,
  { conditions: lists, guidance }: Told,
  facts: (volume: number) => Facts,
): Pick<SamplingWay, 'conditions' | 'warnings'> {
  const conditioning = conditioningOf(description);
  const isTold = Object.keys(lists).length > 0;
  if (!conditioning) {
    const option = isTold ? '--condition' : guidance !== 1 ? '--guidance' : undefined;
    if (option) throw new Failure(`${option}: expected a model that was trained with conditions, found one without`);
    return { conditions: undefined, warnings: [] };
  }
  const volumes = Array.from({ length: longestOf(lists) }, (_, volume) => facts(volume));
  const encode = (each: Facts) => encodeFacts(conditioning, each, '--condition');
  volumes.forEach(encode);
  return {
    conditions: conditionsFrom(conditioning, (volume) => encode(facts(volume))),
    warnings: [...new Set(volumes.flatMap((each) => warningsOf(conditioning, each))), ...silence(conditioning, isTold)],
  };
}

const silence = (conditioning: Conditioning, isTold: boolean): string[] =>
  isTold ? [] : [`the model is told nothing of ${namesOf(conditioning).join(', ')}; --condition tells it`];
