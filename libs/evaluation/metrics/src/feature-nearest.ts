import type { ProgressOptions, Volume } from '@braingen/volume';
import { featuresOf, type FeatureExtractor } from './feature-extractor.ts';
import { dot } from './gram.ts';
import { part } from './pace.ts';

interface Sets {
  readonly training: readonly Volume[];
  readonly synthetic: readonly Volume[];
  readonly unseen: readonly Volume[];
}

/**
 * The nearest training volume of each synthetic one by cosine of features, every feature less its mean over the
 * training set and over its deviation there; and how far that stands above people who are no copies.
 */
export async function nearestInFeatures(
  { training, synthetic, unseen }: Sets,
  features: FeatureExtractor,
  isSeparate: boolean,
  options: ProgressOptions,
): Promise<(synthetic: number) => { training: number; index: number }> {
  const raw = await featuresOf(training, features, part(options, 0, 0.4));
  const people = isSeparate ? await featuresOf(unseen, features, part(options, 0.4, 0.6)) : raw;
  const made = await featuresOf(synthetic, features, part(options, 0.6, 1));
  const mean = raw[0].map((_, k) => raw.reduce((sum, row) => sum + row[k], 0) / raw.length);
  const deviation = mean.map((centre, k) =>
    Math.sqrt(raw.reduce((sum, row) => sum + (row[k] - centre) ** 2, 0) / raw.length),
  );
  const standard = (row: Float64Array) => {
    const scaled = row.map((value, k) => (deviation[k] > 0 ? (value - mean[k]) / deviation[k] : 0));
    const length = Math.sqrt(dot(scaled, scaled));
    return scaled.map((value) => (length > 0 ? value / length : 0));
  };
  const known = raw.map(standard);
  const nearest = (row: Float64Array, except = -1) => {
    const own = standard(row);
    return known.reduce(
      (best, other, index) => {
        const cosine = index === except ? -Infinity : dot(own, other);
        return cosine > best.cosine ? { cosine, index } : best;
      },
      { cosine: -Infinity, index: 0 },
    );
  };
  const theirs = people.map((row, i) => nearest(row, isSeparate ? -1 : i).cosine);
  const centre = theirs.reduce((sum, value) => sum + value, 0) / theirs.length;
  const square = theirs.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (theirs.length - 1);
  return (synthetic) => {
    const { cosine, index } = nearest(made[synthetic]);
    return { training: index, index: (cosine - centre) / Math.max(1e-3, Math.sqrt(square)) };
  };
}
