import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnergySource } from './source.ts';

/** A counter of microjoules that starts again at its range. */
interface Counter {
  readonly file: string;
  readonly range: number;
  last: number;
  total: number;
}

/** Long before a counter of 262 kJ comes round at 400 W. */
const millisecondsBetweenLooks = 60_000;

/**
 * The CPUs' own counters (Running Average Power Limit, Intel and AMD): packages and their memory, of the whole machine.
 * Linux lets only root read them since 2020 (CVE-2020-8694), unless configured otherwise.
 *
 * @param folder where Linux shows them
 * @returns undefined where there are none, or they may not be read
 */
export async function openRapl(folder = '/sys/class/powercap'): Promise<EnergySource | undefined> {
  const zones = (await readdir(folder).catch(() => [])).filter((name) => /^intel-rapl:\d+(:\d+)?$/.test(name));
  const counters: Counter[] = [];
  for (const zone of zones) {
    const read = (name: string): Promise<string> => readFile(join(folder, zone, name), 'utf8');
    try {
      const name = (await read('name')).trim();
      // psys holds the packages again, and core and uncore are parts of theirs.
      if (!/^(package|dram)/.test(name)) continue;
      const [last, range] = [Number(await read('energy_uj')), Number(await read('max_energy_range_uj'))];
      counters.push({ file: join(folder, zone, 'energy_uj'), range, last, total: 0 });
    } catch {
      return undefined;
    }
  }
  if (counters.length === 0) return undefined;
  const look = async (): Promise<void> => {
    for (const counter of counters) {
      const now = Number(await readFile(counter.file, 'utf8'));
      counter.total += now >= counter.last ? now - counter.last : now + counter.range - counter.last;
      counter.last = now;
    }
  };
  const timer = setInterval(() => void look().catch(() => {}), millisecondsBetweenLooks).unref();
  return {
    name: 'RAPL, the whole machine',
    isMeasured: true,
    read: async () => {
      await look();
      return counters.reduce((sum, { total }) => sum + total, 0) / 1e6;
    },
    stop: () => clearInterval(timer),
  };
}
