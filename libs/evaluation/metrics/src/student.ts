/**
 * Quantile of Student's t with a whole number of degrees of freedom, by bisection on its distribution function, which
 * is a finite sum (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4).
 *
 * @param p at least 0.5, below 1
 */
export function studentQuantile(p: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (insideProbability(high, degrees) < 2 * p - 1) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (insideProbability(middle, degrees) < 2 * p - 1) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of |T| <= t. */
function insideProbability(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const square = Math.cos(angle) ** 2;
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < degrees; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
