import { load } from '@braingen/pipeline/node';
import { writeVolume } from '@braingen/volume/node';

// A folder that `train` or `npx braingen train` wrote. The same seed and number give the same volume, bit for bit.
const model = await load('run');
for (const { number, volume } of await model.sample({ count: 2, seed: 1, steps: 10 })) {
  await writeVolume(`synthetic-${number}.nii.gz`, volume);
  console.log(`synthetic-${number}.nii.gz: ${volume.shape.join(' x ')} voxels`);
}
model.dispose();
