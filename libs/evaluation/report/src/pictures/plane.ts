import type { Vector3 } from '@braingen/volume';

export type Plane = 'sagittal' | 'coronal' | 'axial';

/**
 * Which way pictures face. Neurological: the patient's left is on the left, the nose of a sagittal slice points right.
 * Radiological: as if seen from the feet, the patient's left is on the right, the nose points left.
 */
export type Convention = 'neurological' | 'radiological';

/** A plane's frame in world coordinates (RAS millimetres): where a picture's right and its top point. */
export interface Frame {
  readonly right: Vector3;
  readonly up: Vector3;
  /** The world axis across the plane: 0 x, 1 y, 2 z. */
  readonly normal: 0 | 1 | 2;
  /** What stands at the left and at the right edge. */
  readonly marks: readonly [left: string, right: string];
}

export function frameOf(plane: Plane, convention: Convention): Frame {
  const sign = convention === 'neurological' ? 1 : -1;
  const facing = (marks: readonly [string, string]): readonly [string, string] =>
    sign > 0 ? marks : [marks[1], marks[0]];
  switch (plane) {
    case 'sagittal':
      return { right: [0, sign, 0], up: [0, 0, 1], normal: 0, marks: facing(['P', 'A']) };
    case 'coronal':
      return { right: [sign, 0, 0], up: [0, 0, 1], normal: 1, marks: facing(['L', 'R']) };
    case 'axial':
      return { right: [sign, 0, 0], up: [0, 1, 0], normal: 2, marks: facing(['L', 'R']) };
  }
}
