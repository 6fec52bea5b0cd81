import { reliableQuality, type Segmentation } from './segment.ts';

/** A segmentation in lines: every structure with its size, how far the regions are to be trusted. */
export function describeSegmentation({
  volumes,
  expectedDice,
  quality,
}: Pick<Segmentation, 'volumes' | 'expectedDice' | 'quality'>): string[] {
  const verdict = quality < reliableQuality ? `below ${reliableQuality}: do not rely on it` : 'to be relied on';
  return [
    ...volumes.map(({ label, region, side, volumeMl }) => {
      const name = side ? `${side} ${region}` : region;
      return `${String(label).padStart(2)}  ${name.padEnd(30)}  ${volumeMl.toFixed(1).padStart(6)} ml  expected Dice ${expectedDice[region].toFixed(2)}`;
    }),
    `quality ${quality.toFixed(2)}, ${verdict}`,
  ];
}
