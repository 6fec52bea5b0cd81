import { composeAffine, type Affine, type Grid, type Random, type Shape3 } from '@braingen/volume';

/** How far a pose drawn at random may stray: the standard deviations of its rotation about each axis and of its shift along each. */
export interface PoseSpread {
  readonly degrees: number;
  readonly shiftMm: number;
}

/** How a head lies in the scanner: RAS millimetres about its AC to RAS millimetres of the world. */
export function drawPose(random: Random, { degrees, shiftMm }: PoseSpread): Affine {
  const turn = (axis: string): number => (degrees * Math.PI * random.fork(`turn ${axis}`).normal()) / 180;
  const shift = (axis: string): number => shiftMm * random.fork(`shift ${axis}`).normal();
  return rigid([turn('x'), turn('y'), turn('z')], [shift('x'), shift('y'), shift('z')]);
}

/** Rotations about x, then y, then z (radians), then a shift. */
function rigid(angles: readonly [number, number, number], shift: readonly [number, number, number]): Affine {
  const [cx, cy, cz] = angles.map(Math.cos);
  const [sx, sy, sz] = angles.map(Math.sin);
  const aboutX: Affine = [
    [1, 0, 0, 0],
    [0, cx, -sx, 0],
    [0, sx, cx, 0],
    [0, 0, 0, 1],
  ];
  const aboutY: Affine = [
    [cy, 0, sy, 0],
    [0, 1, 0, 0],
    [-sy, 0, cy, 0],
    [0, 0, 0, 1],
  ];
  const aboutZ: Affine = [
    [cz, -sz, 0, shift[0]],
    [sz, cz, 0, shift[1]],
    [0, 0, 1, shift[2]],
    [0, 0, 0, 1],
  ];
  return composeAffine(aboutZ, composeAffine(aboutY, aboutX));
}

const axisOf: { readonly [letter: string]: readonly [axis: 0 | 1 | 2, sign: 1 | -1] } = {
  R: [0, 1],
  L: [0, -1],
  A: [1, 1],
  P: [1, -1],
  S: [2, 1],
  I: [2, -1],
};

/**
 * A grid whose voxel axes run towards the letters of `orientation` (as 'RAS' or 'LIA') and whose centre is at `centre`.
 * `shape` and `spacing` are in the order of the voxel axes.
 *
 * @throws RangeError if the letters do not name three different axes
 */
export function orientedGrid(
  shape: Shape3,
  spacing: readonly [number, number, number],
  orientation: string,
  centre: readonly [number, number, number],
): Grid {
  const axes = [...orientation].map((letter) => axisOf[letter]);
  if (axes.length !== 3 || axes.some((axis) => !axis) || new Set(axes.map(([axis]) => axis)).size !== 3) {
    throw new RangeError(
      `createPhantom: expected an orientation of three letters such as RAS or LIA, found '${orientation}'`,
    );
  }
  const rows = [0, 1, 2].map((world) => {
    const row = axes.map(([axis, sign], j) => (axis === world ? sign * spacing[j] : 0));
    const middle = row.reduce((sum, step, j) => sum + (step * (shape[j] - 1)) / 2, 0);
    return [...row, centre[world] - middle];
  });
  return { shape, affine: [rows[0], rows[1], rows[2], [0, 0, 0, 1]] as unknown as Affine };
}
