import type { Grid, Random, Shape3 } from '@braingen/volume';
import { orientedGrid } from './pose.ts';

/** Grids as scanners write them; voxel sizes in millimetres along the voxel axes. */
const protocols: readonly { readonly orientation: string; readonly spacing: readonly [number, number, number] }[] = [
  { orientation: 'RAS', spacing: [1.1, 1.1, 1.1] },
  { orientation: 'LAS', spacing: [1.2, 1.2, 1.2] },
  { orientation: 'LIA', spacing: [1.1, 1.1, 1.1] },
  { orientation: 'PIR', spacing: [1.05, 1.05, 1.3] },
  { orientation: 'ASR', spacing: [1.15, 1.15, 1.2] },
  { orientation: 'LPS', spacing: [1, 1, 1.4] },
  { orientation: 'RSA', spacing: [1, 1.2, 1.2] },
];

/** Of the field of view, right to left, front to back, top to bottom, in millimetres; and its centre about the AC. */
const fieldOfView = { R: 176, A: 212, S: 184 } as const;
const centre = [0, -10, 0] as const;

/** The part of a phantom's options that says how it is sampled. */
export interface GridOptions {
  /** @default what covers a head */
  readonly shape?: Shape3 | undefined;
  /** @default the protocol's */
  readonly spacing?: number | readonly [number, number, number] | undefined;
  /** @default the protocol's */
  readonly orientation?: string | undefined;
}

/** A grid over the head: what is not given comes from a protocol drawn at random. */
export function drawGrid(random: Random, { shape, spacing, orientation }: GridOptions): Grid {
  const protocol = protocols[random.integer(protocols.length)];
  const letters = orientation ?? protocol.orientation;
  const extents = [...letters].map((letter) => extentAlong(letter));
  const sizes = chooseSpacing(spacing, shape, extents, protocol.spacing);
  const counts = shape ?? extents.map((extent, axis) => 8 * Math.round(extent / sizes[axis] / 8));
  return orientedGrid([counts[0], counts[1], counts[2]], sizes, letters, centre);
}

function extentAlong(letter: string): number {
  if ('RL'.includes(letter)) return fieldOfView.R;
  return 'AP'.includes(letter) ? fieldOfView.A : fieldOfView.S;
}

function chooseSpacing(
  given: GridOptions['spacing'],
  shape: Shape3 | undefined,
  extents: readonly number[],
  usual: readonly [number, number, number],
): readonly [number, number, number] {
  const spacing = typeof given === 'number' ? ([given, given, given] as const) : given;
  if (spacing !== undefined) {
    if (spacing.length !== 3 || spacing.some((size) => !(size > 0 && Number.isFinite(size)))) {
      throw new RangeError(`createPhantom: expected voxel sizes above 0 mm, found ${spacing.join(' x ')}`);
    }
    return spacing;
  }
  if (shape === undefined) return usual;
  // So many voxels and no size: the whole head must fit, in cubes.
  const size = Math.max(...extents.map((extent, axis) => extent / shape[axis]));
  return [size, size, size];
}
