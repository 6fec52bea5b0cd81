import { describe, expect, it } from 'vitest';
import { driverVersion, type GpuMachine } from './gpu-machine.ts';
import { whyNoGpu } from './why-no-gpu.ts';

const library = { distribution: 'tensorflow', version: '2.21.0', folder: '/env/tensorflow', cudaPackages: [] };
const forCuda = { ...library, cuda: '12.5.1', cudnn: '9' };
const complete: GpuMachine = { driver: '550.54.15', hasDevice: true, hasLibrary: () => true };

describe('whyNoGpu', () => {
  it.each([
    [
      'a build for CPUs',
      { ...library, distribution: 'tensorflow-cpu' },
      complete,
      'tensorflow-cpu 2.21.0 in /env/tensorflow',
    ],
    ['no driver', forCuda, { ...complete, driver: undefined }, 'no NVIDIA driver'],
    ['a driver without a card', forCuda, { ...complete, hasDevice: false }, 'no card to open'],
    [
      'an old driver',
      forCuda,
      { ...complete, driver: '470.256.02' },
      'expected 525.60.13 or later for CUDA 12, found 470.256.02',
    ],
    ['a driver one number too old', forCuda, { ...complete, driver: '525.60.11' }, 'found 525.60.11'],
    [
      'a missing library',
      forCuda,
      { ...complete, hasLibrary: (name: string) => name !== 'libcudnn.so.9' },
      'were not found: libcudnn.so.9',
    ],
    ['no libcuda', forCuda, { ...complete, hasLibrary: (name: string) => name !== 'libcuda.so.1' }, 'libcuda.so.1'],
  ])('%s: the reason, and the command that cures it', (_, tensorflow, machine, reason) => {
    const found = whyNoGpu(tensorflow, machine);
    expect(found?.reason).toContain(reason);
    expect(found?.cure).toContain('npx braingen setup gpu');
  });

  it.each(['525.60.13', '525.147.05', '550.54', '580.65.06'])('nothing against driver %s', (driver) => {
    expect(whyNoGpu(forCuda, { ...complete, driver })).toBeUndefined();
  });
});

describe('driverVersion', () => {
  it.each([
    [
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12 19:39:15 UTC 2024\nGCC version: 12',
      '535.183.01',
    ],
    ['NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build  (dvs-builder)', '570.86.15'],
    ['', undefined],
  ])('%s', (text, version) => {
    expect(driverVersion(text)).toBe(version);
  });
});
