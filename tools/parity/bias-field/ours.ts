/**
 * Corrects the phantoms that phantoms.py made in FOLDER by n4 and prints our figures as JSON.
 *
 *     npx jiti tools/parity/bias-field/ours.ts FOLDER COUNT [ITERATIONS]   (after npx nx run @braingen/bias-field:build)
 */
import { n4 } from '@braingen/bias-field';
import { loadKernels } from '@braingen/kernels';
import { figuresOf, readHead, rounded, timed } from './figures.ts';

const [folder, count, iterations] = process.argv.slice(2);
const levels = iterations?.split('x').map(Number);
const kernels = await loadKernels({ threads: 2 });

const heads: object[] = [];
for (let i = 0; i < Number(count); i++) {
  const head = await readHead(folder, i);
  const correct = () => n4(head.image, { mask: head.mask, kernels, iterations: levels });
  const runs = [await timed(correct), await timed(correct), await timed(correct)];
  const { field, volume } = runs[0].result;
  const [, cpuSeconds] = runs.map((run) => run.cpuSeconds).sort((p, q) => p - q);
  heads.push(rounded({ ...figuresOf(head, [field], volume), cpuSeconds }));
}
const tool = `@braingen/bias-field n4, ${iterations ?? 'defaults'}, ${kernels.runtime} ${kernels.simd}`;
console.log(JSON.stringify({ tool, heads }, null, 2));
