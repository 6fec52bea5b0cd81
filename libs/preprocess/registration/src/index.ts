export { encodeItkMat, formatMatrix } from './matrix/format.ts';
export { readMatrix } from './matrix/read.ts';
export { defaultLevels, type PyramidLevel } from './pyramid.ts';
export { registerAffine, type RegisterOptions, type Registration, type RegistrationStage } from './register-affine.ts';
export { registerToTemplate, type TemplateOptions, type TemplateRegistration } from './register-to-template.ts';
export { headKind, type HeadKind } from './stripped.ts';
export { loadTemplate } from './template/load.ts';
export type { Template, TemplateFile, TemplateProvenance, TemplateSource } from './template/template.ts';
