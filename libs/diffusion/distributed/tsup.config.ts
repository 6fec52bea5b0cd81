import { defineConfig, type Options } from 'tsup';
import { preset } from '../../../tools/build/tsup.preset.ts';

// tsup leaves out dependencies and peers, not what is optional.
export default defineConfig({ ...preset, external: ['koffi'] }) as Options;
