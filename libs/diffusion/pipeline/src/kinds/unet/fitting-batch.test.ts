import { startEngine } from '@braingen/engine';
import { tracePrediction } from '@braingen/unet3d';
import { beforeAll, expect, test } from 'vitest';
import { conditionsFrom, conditionedNetwork } from './unet-conditions.ts';
import { fittingBatch } from './fitting-batch.ts';

const conditioning = {
  covariates: [{ name: 'age', range: [20, 80] as const }],
  classes: { name: 'group', values: ['a', 'b'] },
};
const model = { channels: [8, 8], normNumGroups: 4, ...conditionedNetwork(conditioning) };
const shape = [8, 16, 8, 1] as const;
const conditions = conditionsFrom(conditioning, () => ({ covariates: [0.5], class: 1 }));

beforeAll(() => startEngine());

test('takes as many volumes at once as memory has room for', async () => {
  const bytesOf = async (batchSize: number): Promise<number> => {
    const condition = () => conditions(Array.from({ length: batchSize }, (_, volume) => ({ volume, dropped: false })));
    return (await tracePrediction('native', model, { shape, batchSize, condition })).tensorBytes;
  };
  const fits = async (available: number): Promise<number> =>
    fittingBatch(8, { model, shape, conditions }, { name: 'native' }, available);
  expect(await fits(await bytesOf(8))).toBe(8);
  expect(await fits((await bytesOf(8)) - 1)).toBe(4);
  expect(await fits(await bytesOf(1))).toBe(1);
  await expect(fits((await bytesOf(1)) - 1)).rejects.toThrow('memory: expected 0.0 GB for one volume of this model');
  expect(await fittingBatch(8, { model, shape, conditions }, { name: 'tfjs-node-gpu' }, 0)).toBe(8);
});
