/**
 * Denoises FOLDER/noisy.nii, which colin.py made, with both methods and prints what each cost.
 *
 *     npx jiti tools/parity/denoise/ours.ts FOLDER   (after npx nx run @braingen/denoise:build)
 */
import { denoise } from '@braingen/denoise';
import { loadKernels } from '@braingen/kernels';
import { readVolume, writeVolume } from '@braingen/volume/node';

const folder = process.argv[2];
const volume = await readVolume(`${folder}/noisy.nii`);
const kernels = await loadKernels({ threads: 2 });
for (const method of ['guided', 'adaptive'] as const) {
  const runs: { cpuSeconds: number; seconds: number }[] = [];
  for (let run = 0; run < 3; run++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const result = await denoise(volume, { method, kernels });
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - start) / 1e3 });
    await writeVolume(`${folder}/${method}.nii`, result.volume);
    await writeVolume(`${folder}/${method}_noise.nii`, result.noise);
  }
  const median = runs.sort((a, b) => a.cpuSeconds - b.cpuSeconds)[1];
  console.log(
    JSON.stringify({ method, runtime: kernels.runtime, simd: kernels.simd, threads: kernels.threads, ...median }),
  );
}
