import {
  composeAffine,
  createRandom,
  crop,
  freezeAffine,
  identityAffine,
  invertAffine,
  resample,
  Volume,
} from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { distance, pose } from './analytic-head.test-data.ts';
import { registerToTemplate } from './register-to-template.ts';
import { headKind } from './stripped.ts';
import { loadTemplate } from './template/load.ts';
import type { Template } from './template/template.ts';

let template: Template;
/** On a grid of 3 mm, for what need not be tried on the whole. */
let light: Template;
beforeAll(async () => {
  template = await loadTemplate();
  const grid = {
    shape: [61, 73, 61] as const,
    affine: freezeAffine([[3, 0, 0, -90], [0, 3, 0, -126], [0, 0, 3, -72], [0, 0, 0, 1]]), // prettier-ignore
  };
  light = { ...template, head: resample(template.head, grid), brain: resample(template.brain, grid) };
});

/** The template's head or brain as a scan in another pose, 2.5 mm, with noise where it has data. */
function scanOf(kind: 'head' | 'brain', truth = pose([6, -4, 9], [0.95, 1.04, 0.98], [6, -9, 12])): Volume {
  const grid = {
    shape: [84, 100, 92] as const,
    affine: freezeAffine([[2.5, 0, 0, -104], [0, 2.5, 0, -140], [0, 0, 2.5, -100], [0, 0, 0, 1]]), // prettier-ignore
  };
  const scan = resample(template[kind], grid, { transform: invertAffine(truth) });
  const random = createRandom(4);
  const noise = kind === 'head' ? 6 : 3;
  return scan.with(scan.voxels.map((v) => (kind === 'head' || v > 0 ? Math.abs(v + noise * random.normal()) : 0)));
}

describe('registerToTemplate', () => {
  const truth = pose([6, -4, 9], [0.95, 1.04, 0.98], [6, -9, 12]);

  it.each(['head', 'brain'] as const)('recognises a %s and registers it to its like', async (kind) => {
    const {
      matrix,
      kind: found,
      warnings,
    } = await registerToTemplate(scanOf(kind), kind === 'brain' ? template : light);
    expect(found).toBe(kind);
    expect(distance(matrix, truth)).toBeLessThan(0.25);
    expect(warnings).toEqual([]);
  });

  it('tries both where it cannot tell', async () => {
    // Too large for a brain, too small for a head.
    const scan = scanOf('brain', truth);
    const large = new Volume(scan.voxels, {
      shape: scan.shape,
      affine: composeAffine(pose([0, 0, 0], [1.06, 1.06, 1.06], [0, 0, 0]), scan.affine),
    });
    expect(headKind(large)).toBe('unclear');
    const { kind, similarity } = await registerToTemplate(large, light, { levels: coarse });
    expect(kind).toBe('brain');
    expect(similarity).toBeGreaterThan(0.3);
  });

  it('says what part of the cavity is missing, beyond the field of view or blank', async () => {
    const scan = scanOf('head', pose([0, 0, 0], [1, 1, 1], [0, 0, 0]));
    const [nx, ny, nz] = scan.shape;
    const warningsOf = async (volume: Volume): Promise<string> =>
      (await registerToTemplate(volume, light, { levels: coarse, initial: identityAffine })).warnings.join();
    expect(await warningsOf(scan)).toBe('');
    // The crown of the template's cavity lies 83 mm up: that of the grid, then, about 10 mm below.
    expect(await warningsOf(crop(scan, [0, 0, 0], [nx, ny, nz - 22]))).toMatch(/\d\.\d % .* beyond the field of view/);
    const blank = scan.voxels.map((value, i) => (i < nx * ny * (nz - 30) ? value : 0));
    expect(await warningsOf(scan.with(blank))).toMatch(/\d\.\d % of the cranial cavity is blank/);
  });

  it('believes who knows', async () => {
    expect((await registerToTemplate(scanOf('brain'), light, { kind: 'head', levels: coarse })).kind).toBe('head');
  });
});

const coarse = [{ shrinkFactor: 4, smoothing: 2 }];
