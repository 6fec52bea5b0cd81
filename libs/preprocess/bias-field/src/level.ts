/** How one level of N4 went. */
export interface Level {
  /** Spans of the spline along x, y and z: control points are 3 more. */
  readonly spans: readonly [x: number, y: number, z: number];
  /** Coefficient of variation of the field's change, one an iteration. */
  readonly variation: readonly number[];
}
