/**
 * An engine beside the embedded one: the losses of a small U-Net's training, step by step, and the time of a convolution
 * and of a training step. Called by check.js.
 */
import { Adam, conv3d, gradients, meanSquaredError, startEngine, tf, type EngineName } from '@braingen/engine';
import { createUNet, type UNetConfig } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';
import { median } from '../bench/measure.js';

type Shape5 = [number, number, number, number, number];

const [name, ...flags] = process.argv.slice(2);
const tolerance = 1e-4;

function normal(shape: Shape5, seed: string): tf.Tensor5D {
  const random = createRandom(seed);
  return tf.tensor5d(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
    shape,
  );
}

interface Training {
  readonly config: UNetConfig;
  readonly shape: Shape5;
  readonly steps: number;
}

interface Cost {
  readonly seconds: number;
  /** CPU seconds, all threads together: what other work on the machine changes least. */
  readonly cpuSeconds: number;
}

async function measure(run: () => Promise<void>): Promise<Cost> {
  const usage = process.cpuUsage();
  const began = performance.now();
  await run();
  const { user, system } = process.cpuUsage(usage);
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** Trains a new network on one batch; its losses, and the cost of each step. */
async function training({ config, shape, steps }: Training): Promise<{ losses: number[]; costs: Cost[] }> {
  const unet = createUNet({ ...config, seed: 1 });
  const [x, target] = [normal(shape, 'x'), normal(shape, 'target')];
  const t = tf.tensor1d(Array.from({ length: shape[0] }, (_, item) => 100 + 300 * item));
  const adam = new Adam({ learningRate: 1e-3 });
  const losses: number[] = [];
  const costs: Cost[] = [];
  const step = async (): Promise<void> => {
    const found = gradients(() => meanSquaredError(unet.predict(x, t), target), unet.parameters);
    adam.apply(unet.parameters, found.gradients);
    losses.push((await found.loss.data())[0]);
    // A loss is there before the weights are: a GPU works on behind it.
    await ([...unet.parameters.values()].pop() as tf.Variable).data();
    tf.dispose([found.loss, ...found.gradients.values()]);
  };
  for (let i = 0; i < steps; i++) costs.push(await measure(step));
  adam.dispose();
  unet.dispose();
  tf.dispose([x, target, t]);
  return { losses, costs };
}

/** The cost of a convolution of 128 channels at 21 x 32 x 21, forward and both gradients, run by run. */
async function convolution(runs: number): Promise<Cost[]> {
  const x = normal([1, 21, 32, 21, 128], 'x');
  const filter = normal([3, 3, 3, 128, 128], 'filter');
  const dy = normal([1, 21, 32, 21, 128], 'dy');
  const gradient = tf.grads((a: tf.Tensor, b: tf.Tensor) => conv3d(a as tf.Tensor5D, b as tf.Tensor5D));
  const run = async (): Promise<void> => {
    const found = gradient([x, filter], dy);
    await Promise.all(found.map((each) => each.data()));
    tf.dispose(found);
  };
  const costs: Cost[] = [];
  for (let i = 0; i < runs; i++) costs.push(await measure(run));
  tf.dispose([x, filter, dy]);
  return costs;
}

/** Medians of all runs but the first, which compiles and warms. */
function told([, ...costs]: Cost[]): string {
  const [seconds, cpu] = (['seconds', 'cpuSeconds'] as const).map((key) =>
    median(costs.map((cost) => cost[key])).toFixed(3),
  );
  return `${seconds} s, ${cpu} s of CPU time`;
}

const attention = { attentionLevels: [false, true], numHeadChannels: 8 };
const small: Training = {
  config: { channels: [8, 16], numResBlocks: 1, normNumGroups: 4, ...attention },
  shape: [2, 8, 8, 8, 1],
  steps: 6,
};
const large: Training = {
  config: { channels: [32, 32, 64], numResBlocks: 2, attentionLevels: [false, false, true], numHeadChannels: 64 },
  shape: [1, 32, 48, 32, 1],
  steps: 4,
};

const losses: number[][] = [];
for (const engineName of ['embedded', name] as EngineName[]) {
  const engine = await startEngine({ name: engineName });
  console.log(engine.describe());
  losses.push((await training(small)).losses);
  console.log(`  losses ${losses[losses.length - 1].map((loss) => loss.toFixed(6)).join(' ')}`);
  if (flags.includes('--no-speed')) continue;
  console.log(`  conv3d 128 -> 128 at 21x32x21, forward and both gradients: ${told(await convolution(6))}`);
  console.log(`  training step, U-Net [32, 32, 64] at 32x48x32: ${told((await training(large)).costs)}`);
}
const difference = Math.max(...losses[0].map((loss, step) => Math.abs(losses[1][step] - loss) / loss));
console.log(`losses differ by ${difference.toExponential(1)} at most, relative`);
if (!(difference < tolerance)) {
  console.error(`expected losses within ${tolerance} of the embedded engine's, found ${difference}`);
  process.exitCode = 1;
}
