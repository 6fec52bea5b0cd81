import { defineConfig, type Options } from 'tsup';
import { preset } from '../../tools/build/tsup.preset.ts';

export default defineConfig({ ...preset, entry: ['src/main.ts'], dts: false }) as Options;
