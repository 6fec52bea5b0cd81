export { readNifti, readVolume, type ReadOptions } from './node/read.ts';
export { writeVolume } from './node/write.ts';
