export { openNamedTemplate, openTemplate } from './node/open-template.ts';
export { readTemplate, type ReadTemplateOptions } from './node/read-template.ts';
export { readMatrixFile, readTransform, writeMatrixFile, type ReadTransformOptions } from './node/matrix-file.ts';
export type { TemplateFlowOptions } from './node/templateflow/fetch-template.ts';
export { isTemplateFlowName } from './node/templateflow/names.ts';
export { readTemplateFlow } from './node/templateflow/read-templateflow.ts';
export { TemplateUnavailable } from './node/templateflow/unavailable.ts';
