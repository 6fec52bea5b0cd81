import type { RatingAnalysis } from './analyse.ts';

/** An analysis in lines for a person: shares in percent with their intervals, what is not known named as such. */
export function describeAnalysis(analysis: RatingAnalysis): string[] {
  const { raters, volumes, accuracy, roc, agreement, real, synthetic } = analysis;
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const number = (value: number | null | undefined): string =>
    value === null || value === undefined ? 'not known' : value.toFixed(3);
  return [
    `accuracy             ${share(accuracy.value)} [${accuracy.interval.map(share).join(' - ')}] over ${volumes} volumes; 50 % by chance`,
    `area under the ROC   ${number(roc?.value)}${roc ? ` [${roc.interval.map(number).join(' - ')}]` : ''}; 0.5 by chance`,
    `Fleiss' kappa        ${number(agreement.fleissKappa)}`,
    `Krippendorff's alpha ${number(agreement.alphaVerdict)} real or synthetic, ${number(agreement.alphaQuality)} quality`,
    `mean quality         real ${number(real?.meanQuality)}, synthetic ${number(synthetic?.meanQuality)}`,
    ...raters.map(
      (one) =>
        `${one.rater}: ${share(one.accuracy.value)} [${one.accuracy.interval.map(share).join(' - ')}] of ${one.n}, ${one.medianSeconds.toFixed(1)} s each`,
    ),
  ];
}
