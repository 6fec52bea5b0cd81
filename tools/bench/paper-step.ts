/**
 * One training step of the published configuration, beside PyTorch with MONAI's network and PyTorch's own checkpointing.
 *
 *     npm run build
 *     python3 -m venv VENV && VENV/bin/pip install torch monai
 *     npx jiti tools/bench/paper-step.ts --python VENV/bin/python [--shape 84x128x84] [--threads 2] [--json FILE]
 *
 * Each side takes a step of a smaller volume first, so that nothing is done for the first time. A side is a process of its
 * own, whose peak memory is told; --side runs one alone.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Adam, gradients, meanSquaredError, startEngine, tf } from '@braingen/engine';
import { createUNet, paperConfig } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';

interface Figures {
  readonly side: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly peakBytes: number;
}

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    shape: { type: 'string', default: '84x128x84' },
    threads: { type: 'string', default: '2' },
    side: { type: 'string', multiple: true, default: ['kept', 'recomputed', 'pytorch'] },
    engine: { type: 'string', default: 'native' },
    json: { type: 'string' },
  },
});
const shape = options.shape.split('x').map(Number) as [number, number, number];
const warm: [number, number, number] = [16, 16, 16];

async function braingen(side: string): Promise<Figures> {
  const name = options.engine === 'wasm' ? 'wasm' : 'native';
  await startEngine({ name, threads: Number(options.threads) });
  const unet = createUNet({ ...paperConfig, seed: 1, gradientCheckpointing: side === 'recomputed' });
  const random = createRandom('paper-step');
  const normals = (count: number, scale = 1): Float32Array =>
    Float32Array.from({ length: count }, () => scale * random.normal());
  // Convolutions that start at zero would leave nearly all gradients at zero.
  for (const [key, variable] of unet.parameters) {
    if (!/conv2\.conv\.weight|out\.2\.conv\.weight/.test(key)) continue;
    tf.tidy(() => variable.assign(tf.tensor(normals(variable.size, 0.01), variable.shape)));
  }
  const adam = new Adam({ learningRate: 1e-5 });
  const step = ([d, h, w]: [number, number, number]): Omit<Figures, 'side' | 'peakBytes'> => {
    const [x, target] = [0, 1].map(() => tf.tensor5d(normals(d * h * w), [1, d, h, w, 1]));
    const t = tf.tensor1d([500]);
    const before = process.cpuUsage();
    const began = performance.now();
    const found = gradients(() => meanSquaredError(unet.predict(x, t), target), unet.parameters);
    adam.apply(unet.parameters, found.gradients);
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const loss = found.loss.dataSync()[0];
    const squares = [...found.gradients.values()].map((each) => tf.tidy(() => tf.sum(tf.square(each)).dataSync()[0]));
    tf.dispose([x, target, t, found.loss, ...found.gradients.values()]);
    const gradientNorm = Math.sqrt(squares.reduce((a, b) => a + b, 0));
    return { seconds, cpuSeconds: (user + system) / 1e6, loss, gradientNorm };
  };
  step(warm);
  const figures = step(shape);
  return { side, ...figures, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

/** One side in a process of its own. */
function run(side: string): Figures {
  const size = ['--shape', options.shape, '--threads', options.threads];
  const [command, args] =
    side === 'pytorch'
      ? [options.python, [new URL('./paper_step.py', import.meta.url).pathname, ...size]]
      : ['npx', ['jiti', process.argv[1], '--engine', options.engine, ...size, '--side', side]];
  const output = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output.trim().split('\n').at(-1) as string) as Figures;
}

if (options.side.length === 1 && options.side[0] !== 'pytorch') {
  console.log(JSON.stringify(await braingen(options.side[0])));
} else {
  const all: Figures[] = [];
  for (const side of options.side) {
    const figures = run(side);
    all.push(figures);
    const { seconds, cpuSeconds, peakBytes, loss, gradientNorm } = figures;
    const numbers = `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU s, peak ${(peakBytes / 2 ** 30).toFixed(2)} GiB`;
    console.log(`${side.padEnd(11)} ${numbers}, loss ${loss.toFixed(4)}, gradient norm ${gradientNorm.toFixed(4)}`);
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify(all, null, 1)}\n`);
}
