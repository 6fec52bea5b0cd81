/** A file that other readers get wrong, and what a reader to be trusted does with it. */
export interface BadInput {
  /** The kind of damage; several inputs may share one. */
  readonly row: string;
  readonly name: string;
  /** The file to open; the others, if any, belong to it. */
  readonly open: string;
  /** Makes the bytes of each file, by file name. */
  readonly make: () => Record<string, Uint8Array>;
  readonly outcome: 'refused' | 'warned' | 'read';
  /** What the error, or one of the warnings, must say. */
  readonly says?: RegExp;
  /** The right voxels, x fastest; by default 1 to 60. For what is read. */
  readonly voxels?: readonly number[];
  /** The right matrix from voxels to RAS millimetres, its first three rows; by default that of the default header. */
  readonly affine?: readonly (readonly number[])[];
}

export const defaultAffine: readonly (readonly number[])[] = [
  [-2, 0, 0, 10],
  [0, 2, 0, -20],
  [0, 0, 3, -30],
];

/** An input of one file. */
export function single(
  row: string,
  open: string,
  outcome: BadInput['outcome'],
  says: RegExp | undefined,
  make: () => Uint8Array,
  right: Pick<BadInput, 'voxels' | 'affine'> = {},
): BadInput {
  const name = open.replace(/\..*$/, '');
  return { row, name, open, outcome, make: () => ({ [open]: make() }), ...(says && { says }), ...right };
}
