import { availableRuntimes } from '@braingen/kernels';
import { describe, expect, it } from 'vitest';
import { currentEngine, diagnose, EngineUnavailable, startEngine, tf } from './index.ts';

describe('startEngine', () => {
  it('takes the embedded engine where there is no GPU, and says so', async () => {
    const engine = await startEngine({ threads: 2 });
    const [best] = await availableRuntimes();
    expect(engine).toMatchObject({ name: best, isGpu: false, threads: 2 });
    expect(engine.describe()).toContain(`${best} on `);
    expect(engine.versions).toMatchObject({ '@tensorflow/tfjs': '4.22.0' });
    expect(currentEngine()).toBe(engine);
    expect(tf.getBackend()).toBe(`braingen-${best}`);
  });

  it('takes the engine it is given, one after the other', async () => {
    for (const name of ['wasm', 'tfjs-cpu', 'wasm'] as const) {
      expect((await startEngine({ name, threads: 1 })).name).toBe(name);
      expect(tf.tidy(() => tf.sum(tf.ones([70, 3])).dataSync()[0])).toBe(210);
    }
  });

  it('refuses the CPU where a GPU is required', async () => {
    await expect(startEngine({ requireGpu: true })).rejects.toThrow('a GPU was required and none was found');
    await expect(startEngine({ requireGpu: true, name: 'wasm' })).rejects.toBeInstanceOf(EngineUnavailable);
  });

  it('explains what is missing with its cure', async () => {
    const error = await startEngine({ name: 'tfjs-node' }).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(EngineUnavailable);
    expect((error as EngineUnavailable).message).toMatch(/^tfjs-node: it is not installed\. /);
    expect((error as EngineUnavailable).cure).toContain('npx braingen setup tfjs-node');
  });

  it('refuses a name that is none', async () => {
    await expect(startEngine({ name: 'abacus' as 'wasm' })).rejects.toThrow('expected one of tfjs-node-gpu, tfjs-node');
    await expect(startEngine({ threads: 0 })).rejects.toThrow('expected a positive whole number of threads, found 0');
  });
});

it('diagnose finds each engine and what would run', async () => {
  const findings = await diagnose();
  expect(findings.map(({ engine }) => engine)).toEqual([
    'tfjs-node-gpu',
    'webgpu',
    'native',
    'wasm',
    'tfjs-node',
    'tfjs-cpu',
  ]);
  expect(findings.filter(({ isChosen }) => isChosen)).toHaveLength(1);
  for (const { isAvailable, message, cure } of findings) {
    expect(message).not.toContain('\n');
    expect(isAvailable || cure).toBeTruthy();
  }
});
