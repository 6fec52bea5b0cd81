/**
 * Seconds of an all-reduce, by the length of the message, and CPU seconds of copying the gradients of the published network into
 * buckets and back: what inputs.json holds.
 *
 *     mpirun -n 2 node tools/run-from-sources.js tools/bench/cluster/all-reduce.ts [--runs 15]
 *
 * Rank 0 prints JSON. Of each length the shortest time counts: others may use the machine.
 */
import { parseArgs } from 'node:util';
import { startMpi } from '@braingen/distributed';
import { startEngine, tf } from '@braingen/engine';
import { median } from '../measure.js';
import { paperConfig, parameterShapes } from '@braingen/unet3d';
import { reduceGradients } from '../../../libs/diffusion/trainer/src/reduce-gradients.ts';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '15' } } });
const ranks = await startMpi();
if (!ranks) throw new Error('all-reduce: expected to be started under mpirun or srun');
await startEngine({ threads: 1 });

async function shortest(work: () => Promise<void>, runs = Number(options.runs)): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    await ranks!.barrier();
    const began = performance.now();
    await work();
    least = Math.min(least, await ranks!.max((performance.now() - began) / 1000));
  }
  return least;
}

const lengths = [1, 2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22];
const points = [];
for (const floats of lengths) {
  const values = new Float32Array(floats).fill(1e-30);
  points.push({ floats, seconds: await shortest(() => ranks.sum(values)) });
}
// CPU seconds, which a busy machine does not change: nothing is sent.
const unsent = { rank: 0, size: 2, sum: () => Promise.resolve(), max: (value: number) => Promise.resolve(value) };
const copying: number[] = [];
for (let run = 0; run < 5; run++) {
  const gradients = new Map([...parameterShapes(paperConfig)].map(([name, shape]) => [name, tf.ones([...shape])]));
  const before = process.cpuUsage();
  const reduced = await reduceGradients(unsent, { loss: 1, gradients });
  const { user, system } = process.cpuUsage(before);
  copying.push((user + system) / 1e6);
  tf.dispose([...reduced.gradients.values()]);
}
if (ranks.rank === 0)
  console.log(
    JSON.stringify(
      { ranks: ranks.size, mpi: ranks.describe(), points, copyingCpuSeconds: median(copying) },
      undefined,
      2,
    ),
  );
await ranks.close();
