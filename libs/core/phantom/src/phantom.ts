import { composeAffine, createRandom, Volume, type Affine, type Shape3, type ProgressOptions } from '@braingen/volume';
import { drawSignals } from './imaging/contrast.ts';
import { createIndividual, sizeAffine, type Individual } from './anatomy/individual.ts';
import { drawField } from './imaging/inhomogeneity.ts';
import { labels } from './anatomy/labels.ts';
import { drawPose, type PoseSpread } from './imaging/pose.ts';
import { drawGrid } from './imaging/protocol.ts';
import { renderHead, type HeadImage } from './imaging/render.ts';
import { addRicianNoise } from './imaging/rician.ts';

/** What to draw and what to fix: whatever is left out is drawn from the seed, each quantity by itself. */
export interface PhantomOptions extends ProgressOptions {
  /** Any finite number or text. */
  readonly seed: number | string;
  /** Numbers of voxels along the voxel axes. @default a whole head at that spacing */
  readonly shape?: Shape3 | undefined;
  /** Voxel size along the voxel axes in millimetres; one number for cubes. @default a scanner's, drawn; of a shape alone, cubes that take in the head */
  readonly spacing?: number | readonly [number, number, number] | undefined;
  /** Where the voxel axes point, such as 'RAS' or 'LIA'. @default a scanner's, drawn */
  readonly orientation?: string | undefined;
  /** The head's own millimetres (RAS, AC at the origin) to the world's, or how far a drawn one may stray. @default drawn, `{ degrees: 4, shiftMm: 4 }` */
  readonly pose?: Affine | PoseSpread | undefined;
  /** Standard deviation of the inhomogeneity's logarithm; 0 for none. @default 0.1 */
  readonly fieldStrength?: number | undefined;
  /** Standard deviation of the noise in either channel over the signal of white matter. @default 0.02 to 0.04, drawn */
  readonly noise?: number | undefined;
}

/** A head and everything there is to know about it. All volumes lie on one grid. */
export interface Phantom {
  /** The scan: magnitude of `clean` x `field` with Rician noise. */
  readonly image: Volume;
  /** Without noise and inhomogeneity, boundaries blended within a voxel. */
  readonly clean: Volume;
  /** The structure at each voxel's centre, numbered as in `labels`. */
  readonly labels: Volume<Uint16Array>;
  /** 1 in the brain with its ventricles. */
  readonly brainMask: Volume<Uint8Array>;
  /** 1 inside the skull: the brain and the fluid and membranes around it. */
  readonly intracranialMask: Volume<Uint8Array>;
  /** Shares of each voxel, 0 to 1; deep grey nuclei count as grey matter, brainstem and callosum as white. */
  readonly tissues: { readonly csf: Volume; readonly gm: Volume; readonly wm: Volume };
  /** The multiplicative inhomogeneity. */
  readonly field: Volume;
  /** Standard deviation of the noise in either channel, in the image's units. */
  readonly noiseSigma: number;
  /** Rigid: the head's own RAS millimetres (AC at the origin) to the world's. */
  readonly pose: Affine;
  /** The affine part of the head's shape and its pose: MNI152 millimetres to the world's. */
  readonly templateToWorld: Affine;
  /** Noise-free signal of each structure, by label. */
  readonly signals: ReadonlyMap<number, number>;
  readonly individual: Individual;
}

/**
 * A whole head as a T1-weighted scan, drawn from a seed, with the truth behind it: the same seed and options give the
 * same bits on every machine.
 *
 * Anatomy is evaluated voxel by voxel from the mean surfaces of real heads, bent into an individual one, with a cortex
 * folded by `Cortex`, so that its scale and detail do not depend on the grid.
 *
 * @throws RangeError for an impossible shape, spacing, orientation, noise or field strength
 */
export async function createPhantom(options: PhantomOptions): Promise<Phantom> {
  checkOptions(options);
  const random = createRandom(options.seed);
  const individual = createIndividual(random.fork('individual'));
  const pose = choosePose(options.pose, random.fork('pose'));
  const grid = drawGrid(random.fork('grid'), options);
  const signals = drawSignals(random.fork('contrast'));
  const progress = (share: number) => (done: number) => options.onProgress?.(share * done);
  const head = await renderHead(
    random.fork('anatomy'),
    { individual, pose, signals, grid },
    { signal: options.signal, onProgress: progress(0.9) },
  );
  const field = drawField(random.fork('field'), grid, options.fieldStrength ?? 0.1);
  const noise = options.noise ?? 0.02 + 0.02 * random.fork('noise level').uniform();
  const noiseSigma = noise * signals[labels.leftWhiteMatter];
  const voxels = head.clean.voxels.map((signal, i) => signal * field.voxels[i]);
  const image = head.clean.with(addRicianNoise(voxels, noiseSigma, random.fork('noise')));
  options.onProgress?.(1);
  return {
    ...head,
    ...masks(head),
    image,
    field,
    noiseSigma,
    pose,
    templateToWorld: composeAffine(pose, sizeAffine(individual)),
    signals: new Map(Object.values(labels).map((label) => [label, signals[label]])),
    individual,
  };
}

function choosePose(pose: PhantomOptions['pose'], random: Parameters<typeof drawPose>[0]): Affine {
  if (pose !== undefined && !('degrees' in pose)) return pose;
  return drawPose(random, pose ?? { degrees: 4, shiftMm: 4 });
}

function masks({ labels: volume }: HeadImage): Pick<Phantom, 'brainMask' | 'intracranialMask'> {
  const inside = new Uint8Array(volume.voxels.length);
  const brain = new Uint8Array(volume.voxels.length);
  volume.voxels.forEach((label, i) => {
    if (label === labels.air || label >= 500) return;
    inside[i] = 1;
    if (label !== labels.cerebrospinalFluid && label !== labels.dura) brain[i] = 1;
  });
  return { brainMask: volume.with(brain), intracranialMask: volume.with(inside) };
}

function checkOptions({ noise, fieldStrength }: PhantomOptions): void {
  for (const [name, value] of Object.entries({ noise, fieldStrength })) {
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`createPhantom: expected ${name} of at least 0, found ${value}`);
    }
  }
}
