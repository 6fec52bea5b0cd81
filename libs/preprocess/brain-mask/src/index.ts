export { extractBrain, type BrainExtraction, type ExtractBrainOptions } from './extract-brain.ts';
export type { BrainFlag } from './judge.ts';
