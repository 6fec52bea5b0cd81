/**
 * What runs in the browser: the WebAssembly engine through every case of the contract, and a U-Net's training beside
 * tfjs-cpu's. Sends its findings to the server that gave the page. With #worker it does so from a worker.
 */
import { Adam, conv3d, gradients, meanSquaredError, startEngine, tf } from '@braingen/engine';
import { errorToFigures, evaluate, values, type Case, type Figures } from '@braingen/engine/contract';
import { createUNet } from '@braingen/unet3d';

interface Reference extends Case {
  readonly output: Figures;
  readonly gradients: readonly Figures[];
}

/** The largest error of every case, by its title. */
async function contract(): Promise<Record<string, number>> {
  const { operations } = (await (await fetch('/operations.json')).json()) as { operations: Reference[] };
  const errors: Record<string, number> = {};
  for (const each of operations) {
    const found = await evaluate(each);
    const expected = [each.output, ...each.gradients];
    const title = `${each.operation} ${JSON.stringify(each.shapes)} ${JSON.stringify(each.options)}`;
    errors[title] = Math.max(...expected.map((figures, index) => errorToFigures(found[index], figures)));
  }
  return errors;
}

/** The losses of a small U-Net's first steps. */
async function training(): Promise<number[]> {
  const attention = { attentionLevels: [false, true], numHeadChannels: 8 };
  const unet = createUNet({ channels: [8, 16], numResBlocks: 1, normNumGroups: 4, seed: 1, ...attention });
  const [x, target] = [1, 2].map((seed) => tf.tensor5d(values(512, seed), [1, 8, 8, 8, 1]));
  const t = tf.tensor1d([300]);
  const adam = new Adam({ learningRate: 1e-3 });
  const losses: number[] = [];
  for (let step = 0; step < 4; step++) {
    const found = gradients(() => meanSquaredError(unet.predict(x, t), target), unet.parameters);
    adam.apply(unet.parameters, found.gradients);
    losses.push((await found.loss.data())[0]);
    tf.dispose([found.loss, ...found.gradients.values()]);
  }
  adam.dispose();
  unet.dispose();
  tf.dispose([x, target, t]);
  return losses;
}

/** Seconds of a convolution of 128 channels at 21 x 32 x 21: the best of three. */
async function convolution(): Promise<number> {
  const x = tf.tensor5d(values(21 * 32 * 21 * 128, 1), [1, 21, 32, 21, 128]);
  const filter = tf.tensor5d(values(27 * 128 * 128, 2), [3, 3, 3, 128, 128]);
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const began = performance.now();
    const y = conv3d(x, filter);
    await y.data();
    best = Math.min(best, (performance.now() - began) / 1000);
    y.dispose();
  }
  tf.dispose([x, filter]);
  return best;
}

async function findings(): Promise<object> {
  const engine = await startEngine({ name: 'wasm', threads: 2 });
  const shared = typeof SharedArrayBuffer !== 'undefined';
  const errors = await contract();
  const losses = await training();
  const seconds = await convolution();
  await startEngine({ name: 'tfjs-cpu' });
  const expected = await training();
  const difference = Math.max(...losses.map((loss, step) => Math.abs(loss - expected[step]) / expected[step]));
  return { engine: engine.describe(), threads: engine.threads, shared, errors, losses, difference, seconds };
}

async function main(): Promise<void> {
  const result = await findings().catch((error: unknown) => ({ failure: String((error as Error).stack ?? error) }));
  await fetch('/findings', { method: 'POST', body: JSON.stringify(result) });
}

if (typeof document !== 'undefined' && location.hash === '#worker') new Worker('/page.js', { type: 'module' });
else void main();
