import {
  assertContrast,
  assertThreeDimensional,
  gaussianSmooth,
  resample,
  type StepOptions,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import { fillHoles, keepLargestComponent } from './components.ts';
import { judge, type BrainFlag } from './judge.ts';
import { locateCavity } from './locate-cavity.ts';
import { isStripped, ownExtent } from './stripped.ts';

export interface ExtractBrainOptions extends StepOptions {
  /**
   * Where the cavity lies in the space that the volume is registered to: 1 (or a probability) inside the skull, 0 outside.
   * On any grid; overlapping the volume.
   */
  readonly prior: Volume<VoxelArray>;
  /** How far from the prior's surface the edge is looked for, in millimetres; what an affine map leaves over. */
  readonly reach?: number | undefined;
}

export interface BrainExtraction {
  /** 1 inside, 0 outside; one piece without holes, on the volume's grid. */
  readonly mask: Volume<Uint8Array>;
  /** Volume of the mask in millilitres of the space it lies in. */
  readonly volumeMl: number;
  /** How much brighter the brain is than what lies beyond the mask's edge, relative to the brain; 1 for a stripped brain. */
  readonly edgeStrength: number;
  /** What is special about this scan or unusual about this mask; empty for an ordinary whole head. */
  readonly flags: readonly BrainFlag[];
  /** The flags that ask for a look, in words. */
  readonly warnings: readonly string[];
}

/**
 * The intracranial cavity of a T1-weighted head that is registered to the space of a prior mask.
 *
 * A surface starts where the prior has it and moves along its normals to the edge of the cavity, each point's edge weighed against
 * its surroundings' and the prior's (mean-field annealing). The mask is what it encloses. A brain that was stripped
 * before is recognised by its empty surroundings and keeps its own extent, filled.
 *
 * Works at 1 to 2 mm, with and without a face, and needs no particular intensity scale.
 *
 * @throws RangeError if the volume is constant, the prior is empty or misses the volume, or no head shows at the prior's place.
 */
export async function extractBrain(volume: Volume<VoxelArray>, options: ExtractBrainOptions): Promise<BrainExtraction> {
  const { prior, reach = 10, signal, onProgress } = options;
  const turn = async (fraction: number): Promise<void> => {
    signal?.throwIfAborted();
    onProgress?.(fraction);
    await new Promise((resolve) => setTimeout(resolve));
  };
  assertThreeDimensional(volume, 'extractBrain');
  assertContrast(volume, 'extractBrain');
  if (!(reach >= 2 && reach <= 30))
    throw new RangeError(`extractBrain: expected a reach of 2 to 30 mm, found ${reach}`);
  await turn(0);

  const finite = withoutHoles(volume);
  const here = resample(prior, volume);
  const seen = seenPart(prior, here, finite);
  await turn(0.1);
  if (isStripped(finite, here)) {
    const mask = ownExtent(finite);
    onProgress?.(1);
    return judge(volume.with(mask), here, { stripped: true, edge: 1, seen: 1 });
  }
  const smooth = gaussianSmooth(finite, { sigmaMm: 0.8 });
  await turn(0.25);
  const { mask, edge } = await locateCavity(smooth, prior, reach, (done) => turn(0.25 + 0.6 * done));
  keepLargestComponent(mask, volume.shape);
  fillHoles(mask, volume.shape);
  onProgress?.(1);
  return judge(volume.with(mask), here, { stripped: false, edge, seen });
}

/** The voxels as float32, 0 where they are not finite. */
function withoutHoles(volume: Volume<VoxelArray>): Volume {
  const voxels = Float32Array.from(volume.voxels);
  for (let i = 0; i < voxels.length; i++) if (!Number.isFinite(voxels[i])) voxels[i] = 0;
  return volume.with(voxels);
}

/** The part of the prior's cavity that lies on the volume's grid and holds some signal. */
function seenPart(prior: Volume<VoxelArray>, here: Volume, volume: Volume): number {
  const whole = millilitres(prior, (i) => prior.voxels[i] > 0.5);
  const overlap = millilitres(here, (i) => here.voxels[i] > 0.5);
  if (overlap < 100) {
    throw new RangeError(
      `extractBrain: expected a prior that overlaps the volume in at least 100 ml, found ${overlap.toFixed(0)} ml; is the volume registered to the prior's space?`,
    );
  }
  return millilitres(here, (i) => here.voxels[i] > 0.5 && volume.voxels[i] !== 0) / whole;
}

function millilitres({ voxels, spacing }: Volume<VoxelArray>, belongs: (index: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < voxels.length; i++) if (belongs(i)) count++;
  return (count * spacing[0] * spacing[1] * spacing[2]) / 1000;
}
