import { afterEach, expect, it, vi } from 'vitest';
import { availableRuntimes, axpy } from './index.ts';

const isBuilt = (await availableRuntimes()).includes('native');

afterEach(() => {
  vi.restoreAllMocks();
  vi.doUnmock('./signatures.generated.ts');
  vi.resetModules();
});

it.runIf(isBuilt)('an addon of other sources is not called: WebAssembly serves, and that is said once', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  vi.resetModules();
  vi.doMock('./signatures.generated.ts', async (importOriginal) => ({
    ...(await importOriginal<object>()),
    addonDigest: 'f00d'.repeat(16),
  }));
  const { loadKernels } = await import('./load.ts');

  await expect(loadKernels({ runtime: 'native' })).rejects.toThrow(
    /^the native kernels were built from other sources: expected f00df00df00d, found [0-9a-f]{12}; npm rebuild/,
  );
  const kernels = await loadKernels({ threads: 1 });
  expect(kernels.runtime).toBe('wasm');
  const y = new Float32Array([1, 1]);
  axpy(kernels, 2, new Float32Array([1, 2]), y);
  expect([...y]).toEqual([3, 5]);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/WebAssembly serves meanwhile$/), 'BraingenWarning');
});
