import { defineConfig, type Options } from 'tsup';
import { preset } from '../../tools/build/tsup.preset.ts';

export default defineConfig({
  ...preset,
  entry: { main: 'src/main.ts', 'scan-worker': 'src/preprocessing/scan-worker.ts' },
  dts: false,
}) as Options;
