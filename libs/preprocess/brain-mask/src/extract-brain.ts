import type { Kernels } from '@braingen/kernels';
import {
  assertContrast,
  assertThreeDimensional,
  gaussianSmooth,
  nextTurn,
  raiseAir,
  resample,
  type ProgressOptions,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import type { BrainExtraction } from './brain-extraction.ts';
import { makeSolid } from './make-solid.ts';
import type { LibraryEntry } from './library/entry.ts';
import { loadLibrary } from './library/shipped.ts';
import { prepareLibrary } from './library/prepare.ts';
import { askLibrary, refineEdge, shareOf } from './library/refine.ts';
import { maskBelow } from './offset-mask.ts';
import { judge } from './judge.ts';
import { locateCavity } from './locate-cavity.ts';
import { priorDistance } from './prior-distance.ts';
import { isStripped, ownExtent } from './stripped.ts';

export interface ExtractBrainOptions extends ProgressOptions {
  /**
   * Where the cavity lies in the space that the volume is registered to: 1 (or a probability) inside the skull, 0 outside.
   * On any grid; overlapping the volume.
   */
  readonly prior: Volume<VoxelArray>;
  /**
   * Whole heads whose cavity is known, in the prior's space, with the midplane at x = 0. Pass the same array for all heads of a
   * run: it is prepared once.
   * @default the shipped ones, none with []
   */
  readonly library?: readonly LibraryEntry[] | undefined;
  /** Whether the scan is a whole head or a brain that was stripped of its skull. @default as the scan looks */
  readonly kind?: 'head' | 'brain' | undefined;
  /** How far from the prior's surface the edge is looked for, in millimetres; what an affine map leaves over. @default 10 */
  readonly reachMm?: number | undefined;
  /** Kernels already loaded. @default `loadKernels()` */
  readonly kernels?: Kernels | undefined;
}

/**
 * The intracranial cavity of a T1-weighted head that is registered to the space of a prior mask.
 *
 * A surface starts where the prior has it and moves along its normals to the edge of the cavity, each point's edge weighed against
 * its surroundings' and the prior's (mean-field annealing). Near it, patch-based label fusion over a library of heads whose
 * cavity is known (BEaST, Eskildsen et al. 2012; NICE, Manjon et al. 2014) moves the edge to where alike heads have it. A
 * brain that was stripped before is recognised by its empty surroundings and keeps its own extent, filled.
 *
 * Works at 1 to 2 mm, with and without a face, and needs no particular intensity scale.
 *
 * @throws RangeError if the volume is constant, the prior is empty or misses the volume, no head shows at the prior's place, or
 *   an entry of the library cannot serve.
 */
export async function extractBrain(volume: Volume<VoxelArray>, options: ExtractBrainOptions): Promise<BrainExtraction> {
  const { prior, library, kind, reachMm = 10, kernels, signal, onProgress } = options;
  const turn = async (fraction: number): Promise<void> => {
    signal?.throwIfAborted();
    onProgress?.(fraction);
    await nextTurn();
  };
  assertThreeDimensional(volume, 'extractBrain');
  assertContrast(volume, 'extractBrain');
  if (!(reachMm >= 2 && reachMm <= 30))
    throw new RangeError(`extractBrain: expected reachMm of 2 to 30, found ${reachMm}`);
  await turn(0);

  const { finite, doubts } = cleaned(volume);
  const here = resample(prior, volume);
  const seen = seenPart(prior, here, finite);
  await turn(0.1);
  const start = priorDistance(prior);
  if (kind ? kind === 'brain' : isStripped(finite, start)) {
    const mask = ownExtent(finite);
    onProgress?.(1);
    return judge(volume.with(mask), here, finite, {
      ...{ stripped: true, edge: 1, libraryShare: 0, doubts },
      // What was stripped is empty by right: only where the grid ends counts.
      seen: seenPart(prior, here, finite.with(finite.voxels.map(() => 1))),
    });
  }
  const heads = library ?? (await loadLibrary());
  // What a library lacks is said before the work begins.
  if (heads.length > 0) prepareLibrary(heads, prior);
  const smooth = gaussianSmooth(finite, { sigmaMm: 0.8 });
  await turn(0.25);
  const { distance, edge } = await locateCavity(smooth, start, reachMm, (done) => turn(0.25 + 0.3 * done));
  let [level, libraryShare] = [distance, 0];
  if (heads.length > 0) {
    const vote = await askLibrary(smooth, distance, { library: heads, prior, kernels }, (done) =>
      turn(0.55 + 0.35 * done),
    );
    libraryShare = shareOf(vote);
    if (libraryShare > 0) level = refineEdge(vote, libraryShare);
  }
  const mask = maskBelow(level, volume);
  makeSolid(mask, volume.shape);
  onProgress?.(1);
  return judge(volume.with(mask), here, finite, { stripped: false, edge, seen, libraryShare, doubts });
}

/** The voxels as float32, air and what is not finite at 0; and what was doubtful about the air. */
function cleaned(volume: Volume<VoxelArray>): { finite: Volume; doubts: readonly string[] } {
  const { volume: raised, warnings } = raiseAir(volume);
  const voxels = raised.voxels.map((value) => (Number.isFinite(value) ? value : 0));
  return { finite: raised.with(voxels), doubts: warnings };
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
