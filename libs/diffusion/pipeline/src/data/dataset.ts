import { describeGrid, sameGrid, type Grid, type Shape3 } from '@braingen/volume';
import { encodeCondition } from '../conditions/encode.ts';
import { conditionNames, type Conditioning, type ConditionValues } from '../conditions/conditioning.ts';
import { learnConditioning } from '../conditions/learn-conditioning.ts';
import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../error.ts';
import { commonRange, scaleWarnings } from './common-range.ts';
import type { ModelSpace } from './intensity-scale.ts';
import { participantOf, type TrainingVolume } from './named-volume.ts';
import { prepareVolume, type PreparedVolume } from './prepared-volume.ts';
import { sameContent } from './same-content.ts';
import { splitByParticipant } from './split.ts';

/** A volume of a data set: on the grid, with its intensities as they are. */
export interface DatasetVolume extends PreparedVolume {
  readonly name: string;
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

/** A volume for a data set that stays where it is until it is asked for. */
export interface VolumeToPrepare extends Omit<TrainingVolume, 'volume'> {
  /** @throws PipelineError of kind 'data' where a voxel is no number */
  prepare(shape: Shape3): PreparedVolume | Promise<PreparedVolume>;
}

/** Volumes in memory, resized to one grid, without outliers, split by participant; see `assembleDataset`. */
export function createDataset(
  volumes: readonly TrainingVolume[],
  config: DatasetConfig,
  options: DatasetOptions = {},
): Promise<Dataset> {
  const kept = volumes.map(
    ({ volume, ...item }): VolumeToPrepare => ({
      ...item,
      prepare: (shape) => {
        const { voxels, ...summary } = prepareVolume(volume, shape, item.path ?? item.name);
        return { ...summary, read: () => voxels };
      },
    }),
  );
  return assembleDataset(kept, config, options);
}

/** What of a configuration makes a data set. */
export type DatasetConfig = Pick<RunConfig, 'data' | 'condition' | 'seed' | 'intensityRange'>;

/**
 * Makes a data set of volumes that are prepared one after the other, and split by participant.
 *
 * @throws PipelineError of kind 'data' without volumes, where they lie on different grids or have no contrast, or where a
 *   covariate is missing
 */
export async function assembleDataset(
  volumes: readonly VolumeToPrepare[],
  { data, condition, seed, intensityRange }: DatasetConfig,
  options: DatasetOptions = {},
): Promise<Dataset> {
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
  const items: DatasetVolume[] = [];
  for (const { name, path = name, participant = participantOf(name), condition, prepare } of volumes) {
    const values = conditioning ? known(conditioning, condition) : {};
    if (conditioning) encodeCondition(conditioning, values, { kind: 'data', field: path });
    items.push({ ...(await prepare(data.shape)), name, participant, path, condition: values });
  }
  const grid = commonGrid(items);
  const twins = await sameContent(items);
  const warnings = [
    ...items.flatMap(({ name, warning }) => (warning === undefined ? [] : [`${name}: ${warning}`])),
    ...scaleWarnings(items),
    ...twins.flatMap(twinWarning),
  ];
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
  `${training.length} volumes to learn from, ${validation.length} held out, ${grid.shape.join(' x ')} voxels`;

/** The covariates of a volume that the network is conditioned on. */
function known(conditioning: Conditioning, values: ConditionValues = {}): ConditionValues {
  return Object.fromEntries(conditionNames(conditioning).map((name) => [name, values[name]]));
}

function commonGrid(volumes: readonly DatasetVolume[]): Grid {
  const [first, ...others] = volumes;
  const odd = others.find(({ grid }) => !sameGrid(grid, first.grid));
  if (odd)
    throw new PipelineError('data', {
      field: odd.path,
      expected: `the grid of ${first.name} (${describeGrid(first.grid)})`,
      found: describeGrid(odd.grid),
      advice: 'preprocessing puts all scans on one grid',
    });
  return first.grid;
}

/** Two names for one participant's repeated scan may be a mistake as well, but do not spoil the split. */
function twinWarning(group: readonly DatasetVolume[]): string[] {
  const names = group.map(({ name }) => name).join(', ');
  return [`${names}: the same voxels under ${group.length} names; they count as one participant`];
}
