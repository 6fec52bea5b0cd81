import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';

/** What of a machine decides whether TensorFlow finds its GPU. */
export interface GpuMachine {
  /** The NVIDIA driver's, such as 535.183.01; undefined where none is loaded. */
  readonly driver: string | undefined;
  /** Whether there is a card to open. */
  readonly hasDevice: boolean;
  /** Whether the loader finds a library of this name. */
  readonly hasLibrary: (name: string) => boolean;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** What `/proc/driver/nvidia/version` says: "NVRM version: NVIDIA UNIX ... Kernel Module  535.183.01  Sun May 12 ...". */
export function driverVersion(text: string): string | undefined {
  return /^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s/m.exec(text)?.[1];
}

/**
 * Looks at this machine.
 *
 * @param tensorflow folder of the Python package: CUDA's wheels lie beside it
 */
export async function lookAtMachine(tensorflow: string): Promise<GpuMachine> {
  const wheels = join(tensorflow, '..', 'nvidia');
  const folders = [
    ...(process.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== ''),
    ...(await namesIn(wheels)).map((name) => join(wheels, name, 'lib')),
    '/usr/lib/wsl/lib',
  ];
  const files = new Set((await Promise.all(folders.map(namesIn))).flat());
  const { stdout: cache } = await run('/sbin/ldconfig', ['-p']);
  for (const [, name] of cache.matchAll(/^\s*(\S+) \(/gm)) files.add(name);
  const driver = driverVersion(await readFile('/proc/driver/nvidia/version', 'utf8').catch(() => ''));
  // Under Windows' Linux the driver is Windows' own, and its card is this device.
  const isWindows = await isThere('/dev/dxg');
  return {
    driver: driver ?? (isWindows && files.has('libcuda.so.1') ? 'of Windows' : undefined),
    hasDevice: isWindows || (await isThere('/dev/nvidia0')),
    hasLibrary: (name) => files.has(name),
  };
}
