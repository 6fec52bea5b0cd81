import { createHash } from 'node:crypto';
import type { People } from '@braingen/report';
import { participantOf, type NamedVolume } from '@braingen/pipeline';

/** Real volumes by what the model knows of them. */
export interface WhoIsWho<T extends NamedVolume = NamedVolume> {
  /** What samples are compared with: unseen people where there are enough, otherwise all real volumes. */
  readonly reference: readonly T[];
  readonly unseen: readonly T[];
  readonly training: readonly T[];
  readonly people: readonly People[];
  /** What cannot be known, in words. */
  readonly warnings: readonly string[];
}

/** Fewer heads than this leave nothing to train on and to measure a spread by. */
export const fewestHeads = 4;
/** Metrics are defined on two volumes, but say next to nothing of a population below this many. */
const fewestToCompare = 2;
const fewForMetrics = 30;

/**
 * Tells unseen people from those in training: by the list of held-out names, and otherwise by who is in the training
 * set, by participant and by content.
 *
 * @param heldOut participants or volumes, by name
 * @throws RangeError if a held-out name is nobody's, or is one of the training set's
 */
export function tellApart<T extends NamedVolume>(
  real: readonly T[],
  known: readonly T[] | undefined,
  heldOut: readonly string[] | undefined,
): WhoIsWho<T> {
  const isHeldOut = heldOut && heldOutTest(real, heldOut);
  const training = known ?? (isHeldOut ? real.filter((item) => !isHeldOut(item)) : []);
  const [names, contents] = [new Set(training.map(personOf)), new Set(training.map(contentOf))];
  const isTrainedOn = (item: T) => names.has(personOf(item)) || contents.has(contentOf(item));
  const both = isHeldOut ? real.filter((item) => isHeldOut(item) && isTrainedOn(item)) : [];
  if (both.length > 0)
    throw new RangeError(
      `heldOut: expected people that are not in the training set, found ${both.map(({ name }) => name).join(', ')}`,
    );
  const unseen = training.length === 0 ? [] : real.filter((item) => (isHeldOut ? isHeldOut(item) : !isTrainedOn(item)));
  const enough = unseen.length >= fewestToCompare;
  return {
    reference: enough ? unseen : real,
    unseen,
    training,
    people: [
      ...(training.length > 0
        ? [{ set: 'Training', what: 'The model was trained on these.', names: training.map(({ name }) => name) }]
        : []),
      ...(training.length > 0
        ? [
            {
              set: 'Unseen',
              what: 'Not trained on: what samples are compared with.',
              names: unseen.map(({ name }) => name),
            },
          ]
        : [
            {
              set: 'Real',
              what: 'Whom of these the model was trained on is not known.',
              names: real.map(({ name }) => name),
            },
          ]),
    ],
    warnings: [...whatCannotBeKnown(training.length, unseen.length, real.length)],
  };
}

function* whatCannotBeKnown(training: number, unseen: number, real: number): Generator<string> {
  if (training === 0) {
    yield `Which of the ${real} real volumes the model was trained on is not known (a training set or a list of who was held out says it): the figures may praise a model for repeating them.`;
  } else if (unseen < fewestToCompare) {
    yield `${unseen === 0 ? 'Nobody' : 'One person'} was held out, so samples are compared with the training volumes: how the model fares on people it has not seen, and whether it copies, cannot be known.`;
  } else if (unseen < fewForMetrics) {
    yield `${unseen} unseen volumes are few: differences smaller than the intervals cannot be known.`;
  }
}

function heldOutTest(real: readonly NamedVolume[], heldOut: readonly string[]): (item: NamedVolume) => boolean {
  const wanted = new Set(heldOut.map((name) => name.replace(/\.nii(\.gz)?$/, '')));
  const matches = (item: NamedVolume, name: string) =>
    [item.name, personOf(item), personOf(item).replace(/^sub-/, '')].includes(name);
  const nobody = [...wanted].filter((name) => !real.some((item) => matches(item, name)));
  if (nobody.length > 0)
    throw new RangeError(
      `heldOut: expected names of real volumes or participants (such as ${real[0].name}), found ${nobody.join(', ')}`,
    );
  return (item) => [...wanted].some((name) => matches(item, name));
}

/** A participant's sessions and runs are one person. */
const personOf = ({ name }: NamedVolume): string => participantOf(name);

function contentOf({ volume: { voxels } }: NamedVolume): string {
  return createHash('sha256')
    .update(new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength))
    .digest('hex');
}
