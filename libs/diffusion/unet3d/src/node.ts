export { checkpointFolder, listCheckpoints, loadCheckpoint, saveCheckpoint } from './checkpoint-folder.ts';
