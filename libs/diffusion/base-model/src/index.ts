export { baseModelFolder } from './base-model-folder.ts';
