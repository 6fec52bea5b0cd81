import { load } from '@braingen/pipeline/node';
import straight from './straight.mjs';

const model = await load('run');
const [{ volume }] = await model.sample({ scheduler: straight, steps: 10, seed: 1 });
console.log(`${volume.shape.join(' x ')} voxels by ${straight.name}`);
model.dispose();
