import { startEngine } from '@braingen/engine';
import { auditMemorisation, metrics } from '@braingen/metrics';
import { createPhantom } from '@braingen/phantom';
import brightness from './brightness.mjs';

// Two sets of volumes on one grid: here simulated heads, their intensities brought to about 0 to 1. Yours:
// `(await readVolumes(folder)).map(({ volume }) => volume)`, with readVolumes of @braingen/pipeline/node.
/** @param {number} first */
const heads = (first) =>
  Promise.all(
    Array.from({ length: 5 }, async (_, i) => {
      const { image } = await createPhantom({ seed: first + i, spacing: 6, shape: [32, 32, 32], orientation: 'RAS' });
      return image.with(image.voxels.map((value) => value / 500));
    }),
  );
const [real, synthetic] = [await heads(1), await heads(100)];

await startEngine();
for (const metric of [...metrics, brightness]) {
  const { name, value, interval, baseline } = await metric.evaluate(real, synthetic, { seed: 1, resamples: 100 });
  console.log(name, value, interval, 'among real volumes', baseline?.value ?? '-');
}
const { flagged } = await auditMemorisation(real, synthetic);
console.log(`${flagged} of ${synthetic.length} look like copies`);
