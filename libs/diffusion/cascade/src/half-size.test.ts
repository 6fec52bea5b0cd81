import { startEngine } from '@braingen/engine';
import { ddim } from '@braingen/scheduler';
import { inMemory } from '@braingen/trainer';
import { readValues } from '@braingen/unet3d';
import { identityAffine } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CascadeCheckpoint, TrainedStage } from './checkpoint/checkpoint.ts';
import { fitBase } from './fit-base.ts';
import { halfGrid, halfSize } from './half-size.ts';
import { openCascade } from './open-cascade.ts';
import { takeWindow } from './pyramid/window.ts';
import { sampleCascade } from './sample-cascade.ts';
import { createStageModel } from './stage/stage-model.ts';
import { toyGrid, toyStages, toyVolumes } from './toy.test-data.ts';

beforeAll(() => startEngine());

describe('a cascade at half its size', () => {
  it('draws what the whole one has before its last details', async () => {
    const { base } = await fitBase(inMemory(toyVolumes(6)), toyGrid, { halvings: 2 });
    const stages: TrainedStage[] = [];
    for (const stage of toyStages) {
      const model = createStageModel(stage, base, { seed: stage.level });
      stages.push({ stage, weights: await readValues(model.network.parameters) });
      model.dispose();
    }
    const whole = { base, stages, about: { name: 'toy' } };
    const half = halfSize(whole);
    expect(half.about).toEqual(whole.about);
    const named = ({ stages }: CascadeCheckpoint): string[] =>
      stages.map(({ stage: { kind, level } }) => `${kind} ${level}`);
    expect(named(half)).toEqual(['coarse 1', 'details 1']);
    const refining = [0, 1].map((level) => ({
      ...stages[0],
      stage: { ...stages[0].stage, kind: 'refine', level } as const,
    }));
    expect(named(halfSize({ ...whole, stages: refining }))).toEqual(['refine 0']);
    const seen: Float32Array[] = [];
    const options = { number: 2, steps: 2, scheduler: ddim };
    const cascade = openCascade(whole);
    await sampleCascade(cascade, { seed: 1, ...options, onStage: (_, volume) => seen.push(volume) });
    cascade.dispose();
    // The coarse stage's own draws are named by its level: the Gaussian draw before it is the same.
    const small = openCascade(half);
    const own: Float32Array[] = [];
    const volume = await sampleCascade(small, { seed: 1, ...options, onStage: (_, each) => own.push(each) });
    small.dispose();
    expect(own[0]).toEqual(seen[0]);
    expect(volume).toHaveLength(8 ** 3);
    expect(takeWindow(volume, half.base.window)).toHaveLength(seen[2].length);
  });

  it('lies where the whole one does', () => {
    const window = { grid: toyGrid, offset: [3, 2, 4], shape: [8, 8, 8], background: -1 } as const;
    const { shape, affine } = halfGrid({ shape: toyGrid, affine: identityAffine }, window);
    expect(shape).toEqual([8, 8, 8]);
    // The window begins at voxel 2, 1 and 2 of the half grid, where the middle of 3 and 4, 2 and 3, 4 and 5 is.
    const at = [2, 1, 2].map((index, axis) => affine[axis][axis] * index + affine[axis][3]);
    expect(at).toEqual([3.5, 2.5, 4.5]);
  });

  it('is refused where there are no details', async () => {
    const { base } = await fitBase(inMemory(toyVolumes(3)), toyGrid, { halvings: 0 });
    expect(() => halfSize({ base, stages: [], about: {} })).toThrow('expected one that draws details');
  });
});
