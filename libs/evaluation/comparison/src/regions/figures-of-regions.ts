import type { Figure } from '@braingen/report';
import type { CovariateFit } from './fit-by-covariate.ts';
import type { Effect, RegionByCovariate, RegionComparison } from './region-comparison.ts';
import { slopeUnit } from './slope-unit.ts';

/** Regions as rows of figures.csv: effect sizes, volumes, the share of segmentations that can be relied on. */
export function figuresOfRegions({ regions, clouds, covariate, reliable, limit }: RegionComparison): Figure[] {
  const counts = Object.fromEntries(reliable.map(({ set, of }) => [set, of]));
  const settings = { of: 'synthetic over real, the size of the head taken out', reliedOnFrom: limit };
  const effect = (name: string, { d, interval, n }: Effect, training?: Effect): Figure[] => {
    if (d === null) return [];
    const beside = training &&
      training.d !== null && [{ name: 'training scans', value: training.d, interval: training.interval }];
    const count = { real: n.real, synthetic: n.of };
    return [{ name, value: d, interval, n: count, unit: 'SD', settings, ...(beside && { baselines: beside }) }];
  };
  const share = (set: string): number => {
    const found = reliable.find((one) => one.set === set);
    return found ? found.reliable / found.of : NaN;
  };
  return [
    ...regions.flatMap(({ region, ml, size, sizeOfTraining, asymmetry }) => [
      ...(ml.synthetic && ml.real
        ? [
            {
              ...{ name: `Volume of ${region}`, value: ml.synthetic.mean, interval: null, unit: 'ml' },
              n: { real: size.n.real, synthetic: size.n.of },
              settings: { of: 'mean in MNI152 space', reliedOnFrom: limit },
              baseline: { value: ml.real.mean, interval: null },
            },
          ]
        : []),
      ...effect(`Effect size of ${region}`, size, sizeOfTraining),
      ...(asymmetry ? effect(`Effect size of asymmetry of ${region}`, asymmetry) : []),
    ]),
    ...(covariate
      ? regions.flatMap(({ region, byCovariate }) => [
          ...slopeFigures(region, covariate.name, byCovariate, limit),
          ...(byCovariate ? effect(`Effect size of ${region} at equal ${covariate.name}`, byCovariate.size) : []),
        ])
      : []),
    ...(clouds.synthetic.distance === null
      ? []
      : [
          {
            ...{ name: 'Regions together', value: clouds.synthetic.distance, interval: clouds.synthetic.interval },
            ...{ unit: 'SD', n: { real: clouds.synthetic.n.real, synthetic: clouds.synthetic.n.of } },
            settings: { of: "Wasserstein-2 distance of the regions' shares of the head", reliedOnFrom: limit },
            ...(clouds.training &&
              clouds.training.distance !== null && {
                baselines: [
                  { name: 'training scans', value: clouds.training.distance, interval: clouds.training.interval },
                ],
              }),
          },
        ]),
    {
      ...{ name: 'Segmentations to be relied on', value: share('synthetic'), interval: null },
      n: { real: counts['real'], synthetic: counts['synthetic'] },
      settings: { expectedDiceOfEachRegionFrom: limit },
      baseline: { value: share('real'), interval: null },
    },
  ];
}

function slopeFigures(region: string, covariate: string, by: RegionByCovariate | undefined, limit: number): Figure[] {
  if (!by?.synthetic) return [];
  const shown = ({ slope, interval }: CovariateFit) => ({ value: slope, interval });
  return [
    {
      ...{ name: `Slope of ${region} on ${covariate}`, ...shown(by.synthetic), unit: slopeUnit(covariate) },
      n: { real: by.real?.points.length ?? 0, synthetic: by.synthetic.points.length },
      settings: { of: 'regression on it and the size of the head', reliedOnFrom: limit },
      ...(by.real && { baseline: shown(by.real) }),
      ...(by.training && { baselines: [{ name: 'training scans', ...shown(by.training) }] }),
    },
  ];
}
