import { describeGrid, resize, sameGrid, type Grid } from '@braingen/volume';
import { encodeCondition } from '../conditions/encode.ts';
import { conditionNames, type Conditioning, type ConditionValues } from '../conditions/conditioning.ts';
import { learnConditioning } from '../conditions/learn-conditioning.ts';
import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../error.ts';
import { cleaned } from './clean.ts';
import { commonRange, scaleWarnings } from './common-range.ts';
import type { ModelSpace } from './intensity-scale.ts';
import { participantOf, type NamedVolume, type TrainingVolume } from './named-volume.ts';
import { sameContent } from './same-content.ts';
import { splitByParticipant } from './split.ts';

/** A volume of a data set: on the grid, with its intensities as they are. */
export interface DatasetVolume extends NamedVolume {
  readonly participant: string;
  /** Where it was read from, or its name. */
  readonly path: string;
  /** Its covariates, as far as the network is conditioned on them. */
  readonly condition: ConditionValues;
}

/** Volumes on the network's grid, split by participant into those to train on and those held out. */
export interface Dataset extends ModelSpace {
  readonly training: readonly DatasetVolume[];
  /** Held out for the validation loss; may be empty. */
  readonly validation: readonly DatasetVolume[];
  /** What the network is conditioned on. */
  readonly conditioning: Conditioning | undefined;
  /** What a person should look at: outliers, other scales, one head under two names. */
  readonly warnings: readonly string[];
}

export interface DatasetOptions {
  /** What errors name, such as the folder. @default "data" */
  readonly source?: string | undefined;
  /** What the network is conditioned on. @default learned from the volumes as `config.condition` says */
  readonly conditioning?: Conditioning | undefined;
}

/**
 * Makes volumes ready to train on: resized to one grid, without outliers, split by participant.
 *
 * @throws PipelineError of kind 'data' without volumes, where they lie on different grids or have no contrast, or where a
 *   covariate is missing
 */
export function createDataset(
  volumes: readonly TrainingVolume[],
  { data, condition, seed, intensityRange }: Pick<RunConfig, 'data' | 'condition' | 'seed' | 'intensityRange'>,
  options: DatasetOptions = {},
): Dataset {
  const { source = 'data' } = options;
  if (volumes.length === 0) throw new PipelineError('data', { field: source, expected: 'volumes', found: 'none' });
  const conditioning =
    options.conditioning ??
    (condition &&
      learnConditioning(
        condition,
        volumes.map((item) => item.condition ?? {}),
        source,
      ));
  const warnings: string[] = [];
  const items = volumes.map((item): DatasetVolume => {
    const { name, path = name } = item;
    const participant = item.participant ?? participantOf(name);
    const { volume, warning } = cleaned(item.volume, path);
    if (warning) warnings.push(`${name}: ${warning}`);
    const values = conditioning ? known(conditioning, item.condition) : {};
    if (conditioning) encodeCondition(conditioning, values, { kind: 'data', field: path });
    return { name, participant, path, condition: values, volume: resize(volume, data.shape) };
  });
  const grid = commonGrid(items);
  const twins = sameContent(items);
  warnings.push(...scaleWarnings(items), ...twins.flatMap(twinWarning));
  const split = splitByParticipant(items, {
    share: data.validation,
    seed,
    linked: twins.map((group) => group.map(({ participant }) => participant)),
  });
  return {
    ...split,
    grid,
    intensityRange: intensityRange ?? commonRange(items, source),
    conditioning,
    warnings,
  };
}

/** Who is trained on and who is held out, in a line. */
export const describeDataset = ({ training, validation, grid }: Dataset): string =>
  `${training.length} volumes to train on, ${validation.length} held out, ${grid.shape.join(' x ')} voxels`;

/** The covariates of a volume that the network is conditioned on. */
function known(conditioning: Conditioning, values: ConditionValues = {}): ConditionValues {
  return Object.fromEntries(conditionNames(conditioning).map((name) => [name, values[name]]));
}

function commonGrid(volumes: readonly DatasetVolume[]): Grid {
  const [first, ...others] = volumes;
  const odd = others.find(({ volume }) => !sameGrid(volume, first.volume));
  if (odd)
    throw new PipelineError('data', {
      field: odd.path,
      expected: `the grid of ${first.name} (${describeGrid(first.volume)})`,
      found: describeGrid(odd.volume),
      advice: 'preprocessing puts all scans on one grid',
    });
  const { shape, affine } = first.volume;
  return { shape, affine };
}

/** Two names for one participant's repeated scan may be a mistake as well, but do not spoil the split. */
function twinWarning(group: readonly DatasetVolume[]): string[] {
  const names = group.map(({ name }) => name).join(', ');
  return [`${names}: the same voxels under ${group.length} names; they count as one participant`];
}
