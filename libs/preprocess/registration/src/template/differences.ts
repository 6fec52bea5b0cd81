import type { Shape3 } from '@braingen/volume';

/**
 * Volumes of bytes as third differences, modulo 256: what is smooth becomes small, and compresses a third better.
 * Axis by axis each voxel is replaced by its difference from the one before.
 */
export function toDifferences(voxels: Uint8Array, shape: Shape3): Uint8Array {
  const out = voxels.slice();
  for (const stride of stridesOf(shape)) {
    for (let i = out.length - 1; i >= 0; i--) if (hasBefore(i, stride)) out[i] -= out[i - stride.step];
  }
  return out;
}

/** Undoes `toDifferences`. */
export function fromDifferences(differences: Uint8Array, shape: Shape3): Uint8Array {
  const out = differences.slice();
  for (const stride of stridesOf(shape)) {
    for (let i = 0; i < out.length; i++) if (hasBefore(i, stride)) out[i] += out[i - stride.step];
  }
  return out;
}

interface Stride {
  readonly step: number;
  readonly length: number;
}

const stridesOf = ([nx, ny, nz]: Shape3): Stride[] => [
  { step: 1, length: nx },
  { step: nx, length: ny },
  { step: nx * ny, length: nz },
];

const hasBefore = (i: number, { step, length }: Stride): boolean => Math.floor(i / step) % length > 0;
