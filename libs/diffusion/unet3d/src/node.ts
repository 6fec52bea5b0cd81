export {
  checkpointFolder,
  latestCheckpoint,
  listCheckpoints,
  loadCheckpoint,
  saveCheckpoint,
  saveCheckpointFiles,
  tidyCheckpoints,
  withCheckpoint,
  withCheckpointFiles,
  type OnDamaged,
} from './checkpoint/checkpoint-folder.ts';
export { openFile, type FileSource } from './checkpoint/file-source.ts';
