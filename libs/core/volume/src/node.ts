export { pathInside } from './node/inside.ts';
export { readNifti, readVolume, type ReadOptions } from './node/read.ts';
export { writeVolume } from './node/write.ts';
