import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EnergySource } from './source.ts';

const run = promisify(execFile);
const query = ['--query-gpu=power.draw', '--format=csv,noheader,nounits'];
const millisecondsBetweenLooks = 5_000;

/**
 * The draw of NVIDIA's cards, asked of nvidia-smi every five seconds and summed over time.
 *
 * @param devices those meant, as CUDA_VISIBLE_DEVICES has them; all by default
 * @returns undefined where there is no card, or it does not say
 */
export async function openNvidia(
  devices: string | undefined = process.env['CUDA_VISIBLE_DEVICES'],
  program = 'nvidia-smi',
): Promise<EnergySource | undefined> {
  if (devices === '' || devices === '-1') return undefined;
  const draw = async (): Promise<number> => {
    const chosen = devices === undefined ? [] : [`--id=${devices}`];
    const { stdout } = await run(program, [...query, ...chosen], { timeout: 10_000 });
    return stdout
      .trim()
      .split('\n')
      .reduce((sum, line) => sum + Number(line), 0);
  };
  let watts = await draw().catch(() => NaN);
  if (!Number.isFinite(watts)) return undefined;
  let [joules, last] = [0, performance.now()];
  const look = async (): Promise<void> => {
    const now = await draw().catch(() => watts);
    const seconds = (performance.now() - last) / 1000;
    // The trapezoidal rule between two looks.
    joules += seconds * (Number.isFinite(now) ? (watts + now) / 2 : watts);
    last = performance.now();
    if (Number.isFinite(now)) watts = now;
  };
  const timer = setInterval(() => void look(), millisecondsBetweenLooks).unref();
  return {
    name: 'nvidia-smi',
    isMeasured: true,
    read: async () => {
      await look();
      return joules;
    },
    stop: () => clearInterval(timer),
  };
}
