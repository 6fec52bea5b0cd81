/** @param fraction of all scans' work, 0 to 1; @param finished scans, those included that were done already */
export type OverallProgress = (fraction: number, finished: number, scans: number) => void;

/** What is known of one scan's progress. */
export interface ScanProgress {
  /** @param fraction finished, 0 to 1 */
  update(fraction: number): void;
  /** @param took 'none' for a scan that was done already: it has no share of the work */
  done(took: 'time' | 'none'): void;
}

/** How far so many scans are together. @returns called when a scan begins */
export function overallProgress(scans: number, onProgress: OverallProgress): () => ScanProgress {
  const fractions = new Map<number, number>();
  let [begun, finished, untimed] = [0, 0, 0];
  const show = (): void => {
    const sum = [...fractions.values()].reduce((a, b) => a + b, 0);
    if (scans > untimed) onProgress(sum / (scans - untimed), finished, scans);
  };
  return () => {
    const index = begun++;
    return {
      update: (fraction) => {
        fractions.set(index, fraction);
        show();
      },
      done: (took) => {
        finished++;
        if (took === 'none') untimed++;
        fractions.set(index, took === 'none' ? 0 : 1);
        show();
      },
    };
  };
}
