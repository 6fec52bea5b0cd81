import {
  auditMemorisation,
  fid,
  foldKurtosis,
  foldVariance,
  kid,
  mmd,
  msSsim,
  powerSpectrum,
  structuralSimilarity,
  voxelsAt,
  type Metric,
} from '@braingen/metrics';
import { resize, type Volume } from '@braingen/volume';
import { compareTissues, momentsOf, tissueFigures } from './tissue-figures.ts';

const metrics: readonly Metric[] = [
  mmd({ on: voxelsAt([28, 40, 28]) }),
  mmd(),
  fid(),
  kid(),
  msSsim(),
  foldVariance(),
  foldKurtosis(),
  powerSpectrum(),
];

/** Prints what is known of a set of volumes against people who were not learnt from; copies where the set is not the training's own. */
export async function printFigures(
  name: string,
  volumes: readonly Volume[],
  { people, training }: { readonly people: readonly Volume[]; readonly training: readonly Volume[] },
): Promise<void> {
  console.log(`${name}, ${volumes.length}: SSIM over pairs ${pairs(volumes)}, brain volume ${sizes(volumes)}`);
  for (const metric of metrics) {
    const { value, interval, baseline } = await metric.evaluate(people, volumes, { resamples: 200 });
    const ends = interval ? interval.map((end) => end.toPrecision(3)).join(' to ') : 'none';
    console.log(
      `  ${metric.name}: ${value.toPrecision(3)} (${ends}), real halves ${baseline?.value.toPrecision(3) ?? '-'}`,
    );
  }
  console.log(`  tissues: ${compareTissues(await tissueFigures(people), await tissueFigures(volumes))}`);
  if (volumes === training) return;
  const { flagged } = await auditMemorisation(training, volumes, { unseen: people });
  console.log(`  copies: ${flagged} of ${volumes.length}`);
}

/** Structural similarity over all pairs of a set at 28 x 40 x 28: its mean. */
export function pairs(volumes: readonly Volume[]): string {
  const small = volumes.map((volume) => resize(volume, [28, 40, 28]));
  const all = small.flatMap((a, i) => small.slice(i + 1).map((b) => structuralSimilarity(a, b, { window: 7 })));
  return (all.reduce((sum, each) => sum + each, 0) / all.length).toFixed(3);
}

/** Mean and standard deviation of the voxels that are not background, as a share of the mean. */
function sizes(volumes: readonly Volume[]): string {
  const counts = volumes.map(({ voxels }) => voxels.reduce((sum, value) => sum + Number(value > 0.1), 0));
  const { mean, deviation } = momentsOf(counts);
  return `${Math.round(mean)} voxels, deviation ${(deviation / mean).toFixed(3)}`;
}
