export { readRecord, type BuildRecord, type TfjsNodeName } from './build-record.ts';
export { loadBuilt } from './load-built.ts';
export type { TensorFlowLibrary } from './python.ts';
export { setupTfjsNode, type SetupOptions, type SetupOutcome } from './setup-tfjs-node.ts';
export type { NoGpu } from './why-no-gpu.ts';
