import { trainingSet, type TrainingSet } from '@braingen/trainer';
import type { Condition } from '@braingen/unet3d';
import { encodeCondition } from '../../conditions/encode.ts';
import type { Dataset, DatasetVolume } from '../../data/dataset.ts';
import { toNetwork } from '../../data/intensity-scale.ts';
import { conditionsFrom } from './unet-conditions.ts';

/** Volumes of a data set as the network sees them. */
export function networkSet(
  volumes: readonly DatasetVolume[],
  { grid, intensityRange, conditioning }: Dataset,
): TrainingSet<Condition> {
  const scaled = volumes.map(({ volume }) => toNetwork(volume, intensityRange));
  const shape = [...grid.shape, 1] as const;
  if (!conditioning) return trainingSet(scaled, shape);
  const encoded = volumes.map(({ condition, path }) =>
    encodeCondition(conditioning, condition, { kind: 'data', field: path }),
  );
  return trainingSet(
    scaled,
    shape,
    conditionsFrom(conditioning, (index) => encoded[index]),
  );
}
