export {
  checkpointFolder,
  listCheckpoints,
  loadCheckpoint,
  saveCheckpoint,
  withCheckpoint,
} from './checkpoint/checkpoint-folder.ts';
export { openFile, type FileSource } from './checkpoint/file-source.ts';
