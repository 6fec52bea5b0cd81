import { reliableQuality, type Segmentation } from './segment.ts';
import { structureName } from './structure-name.ts';

/** A segmentation in lines: every structure with its size, how far the regions are to be trusted. */
export function describeSegmentation({
  volumes,
  expectedDice,
  quality,
}: Pick<Segmentation, 'volumes' | 'expectedDice' | 'quality'>): string[] {
  const verdict = quality < reliableQuality ? `below ${reliableQuality}: do not rely on it` : 'to be relied on';
  return [
    ...volumes.map((structure) => {
      const [label, ml] = [String(structure.label).padStart(2), structure.volumeMl.toFixed(1).padStart(6)];
      return `${label}  ${structureName(structure).padEnd(30)}  ${ml} ml  expected Dice ${expectedDice[structure.region].toFixed(2)}`;
    }),
    `quality ${quality.toFixed(2)}, ${verdict}`,
  ];
}
