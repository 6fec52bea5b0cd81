export type { BrainExtraction, BrainFlag } from './brain-extraction.ts';
export { extractBrain, type ExtractBrainOptions } from './extract-brain.ts';
export { assertEntry, type LibraryEntry } from './library/entry.ts';
export { loadLibrary } from './library/shipped.ts';
