import type { TrainingSet } from '@braingen/trainer';
import type { Condition } from '@braingen/unet3d';
import { encodeCondition } from '../../conditions/encode.ts';
import type { Dataset, DatasetVolume } from '../../data/dataset.ts';
import { networkVolumes } from '../../data/network-volumes.ts';
import { conditionsFrom } from './unet-conditions.ts';

/** Volumes of a data set as the network sees them. */
export function networkSet(volumes: readonly DatasetVolume[], data: Dataset): TrainingSet<Condition> {
  const { grid, conditioning } = data;
  const set = { ...networkVolumes(volumes, data), shape: [...grid.shape, 1] as const };
  if (!conditioning) return set;
  const encoded = volumes.map(({ condition, path }) =>
    encodeCondition(conditioning, condition, { kind: 'data', field: path }),
  );
  return { ...set, conditions: conditionsFrom(conditioning, (index) => encoded[index]) };
}
