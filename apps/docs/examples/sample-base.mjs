import { baseModelFolder } from '@braingen/base-model';
import { load } from '@braingen/pipeline/node';
import { writeVolume } from '@braingen/volume/node';

// The model that comes with Braingen: nothing to train or to download.
const model = await load(baseModelFolder());
const [{ volume }] = await model.sample({ count: 1, seed: 1 });
await writeVolume('brain.nii.gz', volume, { space: 'mni152' });
console.log(`brain.nii.gz: ${volume.shape.join(' x ')} voxels`);
model.dispose();
