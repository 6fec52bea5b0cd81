/**
 * Segments preprocessed scans, and compares volumes with those of @braingen/tissue.
 *
 *   node tools/run-from-sources.js tools/anatomy/compare-tissue.ts RUN_FOLDER OUT_FOLDER SCAN_T1w.nii.gz...
 *
 * Fluid: CSF and ventricles. Grey and white matter: within what the network calls cortex or white matter of the cerebrum. OUT_FOLDER
 * has the segmentations.
 */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describeSegmentation, segment, structures, type RegionName } from '@braingen/anatomy';
import { startEngine } from '@braingen/engine';
import { segmentTissue, tissueLabels } from '@braingen/tissue';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { loadNetwork } from './load-network.ts';

const [run, out, ...scans] = process.argv.slice(2);
await startEngine();
await mkdir(out, { recursive: true });
const { network, step } = await loadNetwork(run);
console.log(`after ${step} steps; ratio of volumes, network over tissue`);
for (const scan of scans) {
  const volume = await readVolume(scan);
  const before = process.cpuUsage();
  const found = await segment(volume, network);
  const { user, system } = process.cpuUsage(before);
  await writeVolume(join(out, basename(scan).replace('_T1w', '_regions')), found.volume, { labels: true });

  const tissues = tissueLabels(await segmentTissue(volume)).voxels;
  const count = (test: (region: RegionName | undefined, tissue: number) => boolean): number =>
    found.volume.voxels.reduce(
      (sum, label, i) => sum + (test(structures.find((each) => each.label === label)?.region, tissues[i]) ? 1 : 0),
      0,
    );
  const isFluid = (region?: RegionName): boolean => region === 'csf' || region === 'ventricles';
  const isCerebral = (region?: RegionName): boolean => region === 'cortex' || region === 'white matter';
  const ratios = {
    fluid: count(isFluid) / count((_, tissue) => tissue === 1),
    grey: count((region) => region === 'cortex') / count((region, tissue) => isCerebral(region) && tissue === 2),
    white: count((region) => region === 'white matter') / count((region, tissue) => isCerebral(region) && tissue === 3),
    brain: count((region) => region !== undefined && !isFluid(region)) / count((_, tissue) => tissue > 1),
  };
  const line = Object.entries(ratios).map(([name, ratio]) => `${name} ${ratio.toFixed(3)}`);
  console.log(`${basename(scan)}: ${line.join(', ')}; ${((user + system) / 1e6).toFixed(2)} CPU s`);
  console.log(describeSegmentation(found).join('\n'));
}
