export { batchScript, type BatchScriptOptions } from './batch-script.ts';
export type { Communicator } from './communicator.ts';
export { findLauncher, type Launcher } from './launcher.ts';
export { readShard, shareOf, type Shard } from './shard.ts';
export { takeOwnGpu, threadsOfRank, type Cores } from './share-of-machine.ts';
export { startMpi, type MpiOptions } from './start-mpi.ts';
export { MpiUnavailable } from './unavailable.ts';
