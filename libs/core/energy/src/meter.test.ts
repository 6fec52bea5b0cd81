import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { estimate, joulesOf } from './estimate.ts';
import { carbonIntensityOf, describeEnergy, meterOf, startMeter } from './meter.ts';
import { openNvidia } from './nvidia.ts';
import { openRapl } from './rapl.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'energy-'));
});

async function zone(id: string, name: string, microjoules: number): Promise<void> {
  await mkdir(join(folder, id), { recursive: true });
  const files = { name, energy_uj: microjoules, max_energy_range_uj: 1_000_000_000 };
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, id, file), `${content}\n`);
}

describe('RAPL', () => {
  it('adds packages and memory up, without what holds them again, over a counter that starts again', async () => {
    await zone('intel-rapl:0', 'package-0', 999_000_000);
    await zone('intel-rapl:0:0', 'core', 5);
    await zone('intel-rapl:0:1', 'dram', 100);
    await zone('intel-rapl:1', 'psys', 7);
    const rapl = (await openRapl(folder))!;
    await zone('intel-rapl:0', 'package-0', 2_000_000);
    await zone('intel-rapl:0:0', 'core', 900_000);
    await zone('intel-rapl:0:1', 'dram', 500_100);
    await zone('intel-rapl:1', 'psys', 800_000_007);
    expect(await rapl.read()).toBeCloseTo(3.5, 9);
    rapl.stop();
  });

  it('is not there where Linux shows none', async () => {
    expect(await openRapl(folder)).toBeUndefined();
    expect(await openRapl(join(folder, 'missing'))).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('nvidia-smi', () => {
  async function program(script: string): Promise<string> {
    const path = join(folder, 'nvidia-smi');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('sums the draw of all cards over time', async () => {
    const began = performance.now();
    const cards = (await openNvidia(undefined, await program('printf "300.00\\n100.00\\n"')))!;
    const joules = await cards.read();
    cards.stop();
    expect(joules).toBeGreaterThan(0);
    expect(joules).toBeLessThanOrEqual((400 * (performance.now() - began)) / 1000);
  });

  it.each([
    ['no program', 'exit 127', undefined],
    ['a card that does not say', 'echo "[N/A]"', undefined],
    ['hidden cards', 'echo 300', '-1'],
  ])('%s: no source', async (_, script, devices) => {
    expect(await openNvidia(devices, await program(script))).toBeUndefined();
  });
});

describe('the meter', () => {
  it('reckons kWh and CO2', async () => {
    const joules = { name: 'a counter', isMeasured: true, read: () => Promise.resolve(7.2e6), stop: () => {} };
    const reading = await meterOf([joules], 50).read();
    expect(reading).toEqual({ kWh: 2, co2Grams: 100, carbonIntensity: 50, source: 'a counter', isMeasured: true });
    expect(describeEnergy(reading)).toBe('energy: 2.0 kWh, 100 g of CO2 at 50 g a kWh (a counter)');
  });

  it('says of an estimate that it is one', async () => {
    const meter = meterOf([estimate(10)], 475);
    for (const until = performance.now() + 50; performance.now() < until; );
    const reading = await meter.read();
    expect(reading.kWh).toBeGreaterThan(0);
    expect(reading.isMeasured).toBe(false);
    expect(describeEnergy(reading)).toMatch(/about .*estimated from CPU seconds at 10 W a core/);
    expect(joulesOf(10, 5, 2 ** 31, 12)).toBeCloseTo(10 * 12 + 5 * 2 * 0.3725, 9);
  });

  it('starts on this machine', async () => {
    const meter = await startMeter();
    expect((await meter.read()).kWh).toBeGreaterThanOrEqual(0);
    meter.stop();
  });

  it('takes the carbon intensity from the environment', () => {
    expect(carbonIntensityOf({ BRAINGEN_CARBON_INTENSITY: '56' })).toBe(56);
    expect(carbonIntensityOf({})).toBe(475);
    expect(() => carbonIntensityOf({ BRAINGEN_CARBON_INTENSITY: 'low' })).toThrow('found "low"');
  });
});
