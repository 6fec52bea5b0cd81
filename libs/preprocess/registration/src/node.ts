export { readTemplate, type ReadTemplateOptions } from './node/read-template.ts';
export { readMatrixFile } from './node/matrix-file.ts';
