import type { VoxelArray } from '@braingen/volume';

/** What a kernel may read and write: any array that can hold voxels. */
export type KernelBuffer = VoxelArray;
