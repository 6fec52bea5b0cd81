export { loadCascade, saveCascade } from './checkpoint/cascade-folder.ts';
