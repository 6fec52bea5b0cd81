import { fileURLToPath } from 'node:url';

/** The folder of the checkpoint that this package brings, of kind 'cascade': `load` of @braingen/pipeline/node takes it. */
export const baseModelFolder = (): string => fileURLToPath(new URL('../model', import.meta.url));
