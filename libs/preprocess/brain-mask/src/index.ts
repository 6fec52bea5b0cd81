export { extractBrain, type BrainExtraction, type ExtractBrainOptions } from './extract-brain.ts';
export type { BrainFlag } from './judge.ts';
export { assertEntry, type LibraryEntry } from './library/entry.ts';
export { loadLibrary } from './library/shipped.ts';
