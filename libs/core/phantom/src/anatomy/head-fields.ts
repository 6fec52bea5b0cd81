import { callosumDistance } from './callosum.ts';
import { CoarseField, latticeOver } from '../geometry/coarse-field.ts';
import { ellipsoidDistance, smoothUnion, tubeDistance, type Ellipsoid, type Tube } from '../geometry/shapes.ts';
import { RadiusTable } from '../geometry/star-surface.ts';
import { caudate, hippocampus, lateralVentricle, spinalCord } from './structures.ts';
import * as surfaces from './tables/surfaces.ts';

/** Channels of `HeadFields.outer`: signed distances in millimetres, positive inside, and the cerebrum's inward normal. */
export const outer = { head: 0, skull: 1, cavity: 2, cerebrum: 3, cerebellum: 4, normal: 5 } as const;
export const outerChannels = 8;

/** Channels of `HeadFields.deep`, signed distances of the right side, looked up with |x|. */
export const deep = {
  ventricle: 0,
  thalamus: 1,
  putamen: 2,
  pallidum: 3,
  caudate: 4,
  hippocampus: 5,
  amygdala: 6,
  ventralDiencephalon: 7,
  callosum: 8,
  brainstem: 9,
} as const;
export const deepChannels = 10;

/** The box, in |x|, y, z, that holds all structures of `HeadFields.deep`. */
export const deepBox = { low: [0, -74, -76], high: [44, 38, 36] } as const;

/** The mean head, which every seed deforms in its own way. */
export interface HeadFields {
  readonly outer: CoarseField;
  readonly deep: CoarseField;
}

const neck: Tube = [
  [0, -20, -84, 52],
  [0, -30, -170, 62],
];
const nose: Ellipsoid = { centre: [0, 82, -52], radii: [13, 17, 23], tilt: -20 };
const ear: Ellipsoid = { centre: [80, -26, -38], radii: [6, 15, 26], tilt: 12 };

let cached: HeadFields | undefined;

/** The mean head, worked out at the first call: it takes some tenths of a second and depends on nothing. */
export function headFields(): HeadFields {
  cached ??= { outer: outerField(), deep: deepField() };
  return cached;
}

function outerField(): CoarseField {
  const head = new RadiusTable(surfaces.head);
  const skull = new RadiusTable(surfaces.skull);
  const cavity = new RadiusTable(surfaces.cavity);
  const cerebrum = new RadiusTable(surfaces.cerebrum);
  const cerebellum = new RadiusTable(surfaces.cerebellum);
  const lattice = latticeOver([-102, -135, -140], [102, 115, 115], 3);
  return new CoarseField(lattice, outerChannels, (x, y, z, out) => {
    const features = smoothUnion(ellipsoidDistance(nose, x, y, z), ellipsoidDistance(ear, Math.abs(x), y, z), 1);
    out[outer.head] = smoothUnion(smoothUnion(head.distance(x, y, z), features, 6), tubeDistance(neck, x, y, z), 14);
    out[outer.skull] = skull.distance(x, y, z);
    out[outer.cavity] = cavity.distance(x, y, z) - 1.2;
    const depth = cerebrum.distance(x, y, z);
    // Averaging distances over heads draws a surface in; the brain all but fills its cavity.
    out[outer.cerebrum] = Math.min(depth + 2.4, out[outer.cavity] - 0.5);
    out[outer.cerebellum] = cerebellum.distance(x, y, z);
    if (depth < -20 || depth > 36) return void out.fill(0, outer.normal);
    const h = 4;
    const nx = cerebrum.distance(x + h, y, z) - cerebrum.distance(x - h, y, z);
    const ny = cerebrum.distance(x, y + h, z) - cerebrum.distance(x, y - h, z);
    const nz = cerebrum.distance(x, y, z + h) - cerebrum.distance(x, y, z - h);
    const length = Math.max(Math.sqrt(nx * nx + ny * ny + nz * nz), 1e-6);
    out[outer.normal] = nx / length;
    out[outer.normal + 1] = ny / length;
    out[outer.normal + 2] = nz / length;
  });
}

function deepField(): CoarseField {
  const thalamus = new RadiusTable(surfaces.thalamus);
  const putamen = new RadiusTable(surfaces.putamen);
  const pallidum = new RadiusTable(surfaces.pallidum);
  const amygdala = new RadiusTable(surfaces.amygdala);
  const ventralDiencephalon = new RadiusTable(surfaces.ventralDiencephalon);
  const brainstem = new RadiusTable(surfaces.brainstem);
  // From a little left of the midline, so that interpolation does not flatten what crosses it.
  return new CoarseField(latticeOver([-2, -74, -76], deepBox.high, 2), deepChannels, (x, y, z, out) => {
    out[deep.ventricle] = Math.max(...lateralVentricle.map((horn) => tubeDistance(horn, x, y, z)));
    out[deep.thalamus] = thalamus.distance(x, y, z);
    out[deep.putamen] = putamen.distance(x, y, z);
    out[deep.pallidum] = pallidum.distance(x, y, z);
    out[deep.caudate] = tubeDistance(caudate, x, y, z);
    out[deep.hippocampus] = tubeDistance(hippocampus, x, y, z);
    out[deep.amygdala] = amygdala.distance(x, y, z);
    out[deep.ventralDiencephalon] = ventralDiencephalon.distance(x, y, z);
    out[deep.callosum] = callosumDistance(x, y, z);
    out[deep.brainstem] = smoothUnion(brainstem.distance(x, y, z), tubeDistance(spinalCord, x, y, z), 4);
  });
}
