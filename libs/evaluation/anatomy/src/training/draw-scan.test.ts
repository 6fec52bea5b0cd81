import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { networkGrid } from '../network-grid.ts';
import { regionNames, type RegionName } from '../regions.ts';
import { drawScan, type DrawnScan } from './draw-scan.ts';
import { simulatedHead } from './heads.test-data.ts';

const meanOf = ({ image, region }: DrawnScan, name: RegionName): number => {
  const index = regionNames.indexOf(name) + 1;
  const values = image.filter((_, i) => region[i] === index);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

it('draws the same scan of the same seed', async () => {
  const head = await simulatedHead;
  const [one, same, other] = [1, 1, 2].map((seed) => drawScan(head, createRandom(seed)));
  const bytes = ({ image, region, side }: DrawnScan): Buffer =>
    Buffer.concat([image, region, side].map((array) => Buffer.from(array.buffer)));
  expect(bytes(same).equals(bytes(one))).toBe(true);
  expect(bytes(other).equals(bytes(one))).toBe(false);
});

it('paints T1-weighted scans: white matter over cortex over CSF, air and skull gone', async () => {
  const scan = drawScan(await simulatedHead, createRandom(5), { t1: 1, stripped: 1, strength: 0 });
  const [white, cortex, csf] = (['white matter', 'cortex', 'csf'] as const).map((name) => meanOf(scan, name));
  expect(white).toBeGreaterThan(cortex + 0.05);
  expect(cortex).toBeGreaterThan(csf + 0.05);
  const outside = scan.image.filter((_, i) => scan.region[i] === 0);
  expect(outside.filter((value) => value > 0).length).toBeLessThan(0.03 * outside.length);
});

it('has left on the left whether it was mirrored or not', async () => {
  const head = await simulatedHead;
  const [nx, ny, nz] = networkGrid.shape;
  for (const seed of [1, 2, 3]) {
    const { side } = drawScan(head, createRandom(seed));
    const middle = (wanted: number): number => {
      let [sum, count] = [0, 0];
      side.forEach((found, i) => {
        if (found !== wanted) return;
        sum += Math.floor(i / (ny * nz));
        count++;
      });
      return sum / count;
    };
    expect(middle(1)).toBeLessThan(nx / 2 - 8);
    expect(middle(2)).toBeGreaterThan(nx / 2 + 8);
  }
});
