import { fleissKappa } from './fleiss-kappa.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { proportion, z95, type Estimate } from './proportion.ts';
import { regions, type KeyEntry, type Rating, type Region } from './rating.ts';
import { roc, type Roc } from './roc.ts';

/** What one rater did. */
export interface RaterResult {
  readonly rater: string;
  readonly n: number;
  /** Share of volumes called what they are, Wilson's interval. */
  readonly accuracy: Estimate;
  readonly roc: Roc | undefined;
  readonly medianSeconds: number;
}

/** What a set of volumes was given. */
export interface SetResult {
  readonly volumes: number;
  readonly meanQuality: number;
  /** Share of ratings that name an artefact in each region. */
  readonly artefacts: Readonly<Record<Region, number>>;
}

export interface RatingAnalysis {
  readonly ratings: number;
  readonly volumes: number;
  readonly raters: readonly RaterResult[];
  /** Mean over volumes of the share of raters who are right; the interval over volumes, which are the sample. */
  readonly accuracy: Estimate;
  /** Of the raters' mean verdict. */
  readonly roc: Roc | undefined;
  readonly agreement: {
    /** Real or synthetic, over the volumes that all raters saw; null where there is no such thing to say. */
    readonly fleissKappa: number | null;
    /** Real or synthetic; and quality, as an order. */
    readonly alphaVerdict: number | null;
    readonly alphaQuality: number | null;
  };
  readonly real: SetResult | null;
  readonly synthetic: SetResult | null;
}

const saysSynthetic = ({ verdict }: Rating): boolean => verdict > 2;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * Whether raters can tell, and whether they agree.
 *
 * @throws RangeError where there is no rating, one is of a volume that the key lacks, or a rater rated a volume twice
 */
export function analyseRatings(ratings: readonly Rating[], key: readonly KeyEntry[]): RatingAnalysis {
  if (ratings.length === 0) throw new RangeError('analyseRatings: expected ratings, found none');
  const truth = new Map(key.map(({ volume, synthetic }) => [volume, synthetic]));
  const seen = new Set<string>();
  for (const { rater, volume } of ratings) {
    if (!truth.has(volume)) throw new RangeError(`analyseRatings: expected volumes of the key, found ${volume}`);
    const pair = JSON.stringify([rater, volume]);
    if (seen.has(pair)) throw new RangeError(`analyseRatings: expected one rating of ${volume} by ${rater}, found two`);
    seen.add(pair);
  }
  const isRight = (rating: Rating): boolean => saysSynthetic(rating) === truth.get(rating.volume);
  const byVolume = groupBy(ratings, ({ volume }) => volume);
  const byRater = groupBy(ratings, ({ rater }) => rater);
  const units = [...byVolume.values()];
  const complete = units.filter((unit) => unit.length === byRater.size);
  const rocOf = (scores: readonly (readonly [volume: string, score: number])[]): Roc | undefined => {
    const of = (synthetic: boolean) => scores.filter(([volume]) => truth.get(volume) === synthetic).map(([, s]) => s);
    return roc(of(true), of(false));
  };
  return {
    ratings: ratings.length,
    volumes: units.length,
    raters: [...byRater].map(([rater, own]) => ({
      rater,
      n: own.length,
      accuracy: proportion(own.filter(isRight).length, own.length),
      roc: rocOf(own.map(({ volume, verdict }) => [volume, verdict])),
      medianSeconds: median(own.map(({ seconds }) => seconds)),
    })),
    accuracy: overVolumes(units.map((unit) => mean(unit.map((rating) => Number(isRight(rating)))))),
    roc: rocOf([...byVolume].map(([volume, unit]) => [volume, mean(unit.map(({ verdict }) => verdict))])),
    agreement: {
      fleissKappa:
        byRater.size > 1 && complete.length > 0
          ? finite(
              fleissKappa(
                complete.map((unit) => {
                  const synthetic = unit.filter(saysSynthetic).length;
                  return [unit.length - synthetic, synthetic];
                }),
              ),
            )
          : null,
      alphaVerdict: finite(
        krippendorffAlpha(
          units.map((unit) => unit.map((rating) => Number(saysSynthetic(rating)))),
          'nominal',
        ),
      ),
      alphaQuality: finite(
        krippendorffAlpha(
          units.map((unit) => unit.map(({ quality }) => quality)),
          'ordinal',
        ),
      ),
    },
    real: setOf(ratings.filter(({ volume }) => truth.get(volume) === false)),
    synthetic: setOf(ratings.filter(({ volume }) => truth.get(volume) === true)),
  };
}

function setOf(ratings: readonly Rating[]): SetResult | null {
  if (ratings.length === 0) return null;
  const share = (region: Region): number => mean(ratings.map(({ artefacts }) => Number(artefacts.includes(region))));
  return {
    volumes: new Set(ratings.map(({ volume }) => volume)).size,
    meanQuality: mean(ratings.map(({ quality }) => quality)),
    artefacts: Object.fromEntries(regions.map((region) => [region, share(region)])) as Record<Region, number>,
  };
}

function overVolumes(shares: readonly number[]): Estimate {
  const value = mean(shares);
  const square = shares.reduce((sum, share) => sum + (share - value) ** 2, 0) / Math.max(1, shares.length - 1);
  const reach = shares.length < 2 ? 1 : z95 * Math.sqrt(square / shares.length);
  return { value, interval: [Math.max(0, value - reach), Math.min(1, value + reach)] };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

function groupBy<T>(items: readonly T[], of: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item]);
  return groups;
}
