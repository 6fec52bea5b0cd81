export {
  checkpointFolder,
  listCheckpoints,
  loadCheckpoint,
  saveCheckpoint,
  saveCheckpointFiles,
  withCheckpoint,
  withCheckpointFiles,
} from './checkpoint/checkpoint-folder.ts';
export { openFile, type FileSource } from './checkpoint/file-source.ts';
