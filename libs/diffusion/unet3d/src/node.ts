export { checkpointFolder, listCheckpoints, loadCheckpoint, saveCheckpoint } from './checkpoint/checkpoint-folder.ts';
