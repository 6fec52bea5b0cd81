import { preprocessHead } from '@braingen/chain';
import { createPhantom } from '@braingen/phantom';
import { readVolume, writeVolume } from '@braingen/volume/node';

// node preprocess-head.mjs SCAN.nii.gz; without a scan, a simulated head with voxels of 3 mm.
const [path] = process.argv.slice(2);
const scan = path ? await readVolume(path) : (await createPhantom({ seed: 1, spacing: 3 })).image;

const head = await preprocessHead(scan);
for (const warning of head.warnings) console.warn(warning);
console.log(
  `${head.volume.shape.join(' x ')} voxels, intracranial volume ${head.measures.intracranialMl?.toFixed(0)} ml`,
);
await writeVolume('head.nii.gz', head.volume, { space: 'mni152' });
