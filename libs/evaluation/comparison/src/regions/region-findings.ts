import type { RegionComparison } from './region-comparison.ts';

/** Below this an effect is called small (Cohen 1988: medium from here on). */
export const smallEffect = 0.5;

/** What regions say in words: those that surely differ in size, and segmentations that fail more often than those of real brains. */
export function regionFindings({ regions, reliable }: RegionComparison): string[] {
  const differing = regions.flatMap(({ region, size: { d, interval } }) =>
    d !== null && Math.abs(d) >= smallEffect && interval && interval[0] * interval[1] > 0
      ? [`${region} (d = ${d.toFixed(2)})`]
      : [],
  );
  const [real, synthetic] = (['real', 'synthetic'] as const).map((name) => reliable.find(({ set }) => set === name));
  const fails =
    real && synthetic && synthetic.reliable / synthetic.of < real.reliable / real.of - fewerBy
      ? [
          `Segmentations can be relied on in ${synthetic.reliable} of ${synthetic.of} synthetic brains, and in ${real.reliable} of ${real.of} real ones.`,
        ]
      : [];
  return [
    ...(differing.length > 0
      ? [`Regions of another size than in real brains, the size of the head taken out: ${differing.join(', ')}.`]
      : []),
    ...fails,
  ];
}

/** Wu et al. 2024 ask for 95 % of the samples. */
const fewerBy = 0.05;
