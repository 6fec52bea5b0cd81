/** Header fields as they stand in the file, in one form for the three formats. */
export interface RawHeader {
  readonly format: 'NIfTI-1' | 'NIfTI-2' | 'Analyze 7.5';
  /** Whether the voxels are in the same file. */
  readonly single: boolean;
  readonly littleEndian: boolean;
  /** Number of bytes of the fixed part. */
  readonly size: number;
  readonly dims: readonly number[];
  readonly datatypeCode: number;
  readonly bitsPerVoxel: number;
  readonly pixdim: readonly number[];
  readonly voxOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly unitsCode: number;
  readonly calMin: number;
  readonly calMax: number;
  readonly description: string;
  readonly intentCode: number;
  readonly intentName: string;
  readonly qformCode: number;
  readonly sformCode: number;
  readonly quaternion: readonly [b: number, c: number, d: number];
  readonly qoffset: readonly [x: number, y: number, z: number];
  readonly srows: readonly (readonly number[])[];
  /** SPM's origin, a voxel counted from 1, which it kept in Analyze headers. */
  readonly analyzeOrigin?: readonly [x: number, y: number, z: number];
}
