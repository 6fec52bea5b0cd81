export { baseModelFolder } from './base-model-folder.ts';
export { baseModelName, modelFolder } from './model-folder.ts';
