/** What the slope of a region's size on a covariate is measured in. Ages are in years, as BIDS has them. */
export const slopeUnit = (covariate: string): string =>
  covariate === 'age' ? 'ml a year' : `ml a unit of ${covariate}`;
