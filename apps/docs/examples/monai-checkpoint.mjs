import { writeFile } from 'node:fs/promises';
import { startEngine } from '@braingen/engine';
import { load } from '@braingen/pipeline/node';
import { createUNet, parameterShapes, readValues, toTorchTensors, writeSafetensors } from '@braingen/unet3d';

// Weights with the keys of MONAI's DiffusionModelUNet. Yours are a .pth or .safetensors file that Python wrote.
await startEngine();
const unet = createUNet({ channels: [8, 16], numResBlocks: 1, normNumGroups: 8, seed: 1 });
const tensors = toTorchTensors(await readValues(unet.parameters), parameterShapes(unet.config));
await writeFile('monai.safetensors', writeSafetensors(tensors));

// Levels, channels, blocks and attention are read off the weights; what they do not contain has MONAI's defaults.
const settings = { model: { normNumGroups: 8 }, data: { shape: [16, 24, 16] } };
const model = await load('monai.safetensors', { settings });
const [{ volume }] = await model.sample({ steps: 5, seed: 1 });
console.log(`${volume.shape.join(' x ')} voxels of an untrained network`);
model.dispose();
