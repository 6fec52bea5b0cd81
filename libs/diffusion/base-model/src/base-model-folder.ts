import { fileURLToPath } from 'node:url';

/**
 * The folder of the base model: a checkpoint that `load` of @braingen/pipeline/node opens and that a training can start with, with
 * its configuration (config.yaml) and its card (README.md).
 */
export const baseModelFolder = (): string => fileURLToPath(new URL('../model', import.meta.url));
