import { fileURLToPath } from 'node:url';

/** Configurations that come with the program, from a few minutes on. */
export const presets = ['demo', 'hour', 'night', 'paper'] as const;

export type Preset = (typeof presets)[number];

/** The commented YAML file of a preset. */
export const presetFile = (preset: Preset): string =>
  fileURLToPath(new URL(`../configs/${preset}.yaml`, import.meta.url));
