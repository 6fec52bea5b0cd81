/**
 * What a training is said to take, beside the peak of resident memory that it then has: one process a configuration.
 *
 *     npm run build
 *     npx jiti tools/bench/memory.ts ['{"channels":[16,32,64],"shape":[84,128,84],"batchSize":2,"runtime":"wasm"}' ...]
 *
 * Fields besides: numResBlocks, gradientCheckpointing, normNumGroups. Two steps and the state at the end are taken.
 */
import { execFileSync } from 'node:child_process';
import { startEngine } from '@braingen/engine';
import { bytesBesidesTensors } from '@braingen/pipeline';
import { createSchedule } from '@braingen/scheduler';
import { train, traceTraining } from '@braingen/trainer';
import { createUNet } from '@braingen/unet3d';

interface Case {
  readonly channels: readonly number[];
  readonly shape: readonly [number, number, number];
  readonly batchSize?: number;
  readonly numResBlocks?: number;
  readonly normNumGroups?: number;
  readonly gradientCheckpointing?: boolean;
  readonly runtime?: 'native' | 'wasm';
}

const small = [32, 48, 32] as const;
const whole = [84, 128, 84] as const;
const cases: readonly Case[] = [
  { channels: [16, 32, 64], shape: small },
  { channels: [16, 32, 64], shape: small, runtime: 'wasm' },
  { channels: [64, 64, 128], shape: small, batchSize: 2 },
  { channels: [64, 64, 128], shape: small, batchSize: 2, gradientCheckpointing: true, runtime: 'wasm' },
  { channels: [8, 16, 32], shape: whole, numResBlocks: 1 },
  { channels: [8, 16, 32], shape: whole, numResBlocks: 1, batchSize: 2, gradientCheckpointing: true },
  { channels: [32, 32, 64], shape: whole },
];

async function measure(size: Case): Promise<{ estimate: number; peak: number }> {
  const { channels, shape, batchSize = 1, numResBlocks = 2, normNumGroups = 8, runtime = 'native' } = size;
  const { gradientCheckpointing = false } = size;
  const attentionLevels = channels.map((_, level) => level === channels.length - 1);
  const config = { channels, numResBlocks, normNumGroups, attentionLevels };
  await startEngine({ name: runtime });
  const voxels = shape.reduce((product, side) => product * side, 1);
  const options = {
    data: { length: 1, shape: [...shape, 1] as const, volume: () => new Float32Array(voxels).fill(0.5) },
    schedule: createSchedule({ kind: 'scaled_linear', steps: 1000, betaStart: 0.0005, betaEnd: 0.0195 }),
    ...{ batchSize, steps: 2, seed: 1, clipNorm: 1 },
  };
  const make = () => {
    const unet = createUNet({ ...config, gradientCheckpointing });
    return { model: unet.predict, variables: unet.parameters, dispose: unet.dispose };
  };
  const { tensorBytes } = await traceTraining(runtime, make, options);
  const estimate = process.memoryUsage.rss() + tensorBytes + bytesBesidesTensors(config);
  const { model, variables } = make();
  await train({ ...options, model, variables });
  return { estimate, peak: process.resourceUsage().maxRSS * 1024 };
}

const [first, ...others] = process.argv.slice(2);
if (first === '--one') {
  console.log(JSON.stringify(await measure(JSON.parse(others[0]) as Case)));
} else {
  for (const each of first ? [first, ...others] : cases.map((size) => JSON.stringify(size))) {
    const output = execFileSync('npx', ['jiti', process.argv[1], '--one', each], { encoding: 'utf8' });
    const { estimate, peak } = JSON.parse(output.trim().split('\n').at(-1) as string) as Awaited<
      ReturnType<typeof measure>
    >;
    const [said, had] = [estimate, peak].map((bytes) => (bytes / 2 ** 20).toFixed(0).padStart(6));
    console.log(`${said} MB estimated, ${had} MB at the peak: ${(100 * (estimate / peak - 1)).toFixed(1)} %   ${each}`);
  }
}
