import { fileURLToPath } from 'node:url';
import { load } from '@braingen/pipeline/node';

// A small untrained network, saved by PyTorch from MONAI's DiffusionModelUNet. The path of yours takes its place.
const file = fileURLToPath(new URL('../examples/monai.pth', import.meta.resolve('@braingen/pipeline')));

// Levels, channels, blocks and attention are read off the weights; what they do not contain has MONAI's defaults.
const settings = { model: { numHeadChannels: 2, normNumGroups: 2 }, data: { shape: [16, 24, 16] } };
const model = await load(file, { settings });
const [{ volume }] = await model.sample({ steps: 5, seed: 1 });
console.log(`${volume.shape.join(' x ')} voxels of an untrained network`);
model.dispose();
