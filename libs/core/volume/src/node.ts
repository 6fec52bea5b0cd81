export { cacheFolder } from './node/cache-folder.ts';
export { pathInside } from './node/inside.ts';
export { readNifti, readVolume, type ReadOptions } from './node/read.ts';
export { writeSeries, writeVolume } from './node/write.ts';
export { removeLeftovers } from './node/temporary.ts';
export { writeJson } from './node/write-json.ts';
export { writeWhole } from './node/write-whole.ts';
export { hashFile, hashValue } from './node/hash.ts';
export { checkOutputFiles, checkOutputFolder, type OutputFolderOptions, type OutputOptions } from './node/outputs.ts';
