import type { Terminal } from '../terminal.ts';

/** How far all scans are together, and how long they will take. */
export interface Overall {
  /** A scan begins. */
  begin(): { update(fraction: number): void; done(took: 'time' | 'none'): void };
  done(): void;
}

/** Shows one task for all scans; those that take no time, being done already, do not count. A single scan has its own task. */
export function openOverall(terminal: Terminal, scans: number): Overall {
  const task = scans > 1 ? terminal.task('all scans') : undefined;
  const fractions = new Map<number, number>();
  let [begun, finished, untimed] = [0, 0, 0];
  const show = (): void => {
    const sum = [...fractions.values()].reduce((a, b) => a + b, 0);
    if (scans > untimed) task?.update(sum / (scans - untimed), `${finished} of ${scans} done`);
  };
  return {
    begin: () => {
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
    },
    done: () => task?.done(`${finished} of ${scans}`),
  };
}
