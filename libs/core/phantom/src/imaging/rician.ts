import type { Random } from '@braingen/volume';

/**
 * Magnitude of a complex signal with Gaussian noise of standard deviation `sigma` in both channels (Rice 1944;
 * Gudbjartsson & Patz 1995, eq. 1), voxel by voxel.
 */
export function addRicianNoise(signal: Float32Array, sigma: number, random: Random): Float32Array {
  const noisy = new Float32Array(signal.length);
  for (let i = 0; i < signal.length; i++) {
    const real = signal[i] + sigma * random.normal();
    const imaginary = sigma * random.normal();
    noisy[i] = Math.sqrt(real * real + imaginary * imaginary);
  }
  return noisy;
}
