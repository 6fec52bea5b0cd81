import type { EnergySource } from './source.ts';

/** A core's draw where its CPU is not known (Lannelongue, Grealey and Inouye 2021, Green Algorithms: "Any", 12 W). */
export const wattsPerCore = 12;
/** Of memory (the same, 0.3725 W a gigabyte). */
const wattsPerGigabyte = 0.3725;

/** From this process's CPU seconds and memory. */
export function estimate(watts: number = wattsPerCore): EnergySource {
  const [usage, began] = [process.cpuUsage(), performance.now()];
  return {
    name: `estimated from CPU seconds at ${watts} W a core and the process's memory`,
    isMeasured: false,
    read: () => {
      const { user, system } = process.cpuUsage(usage);
      const seconds = (performance.now() - began) / 1000;
      return Promise.resolve(joulesOf((user + system) / 1e6, seconds, process.memoryUsage.rss(), watts));
    },
    stop: () => {},
  };
}

/** Joules of so many CPU seconds, and of memory held for so many seconds. */
export function joulesOf(
  cpuSeconds: number,
  seconds: number,
  memoryBytes: number,
  watts: number = wattsPerCore,
): number {
  return cpuSeconds * watts + seconds * (memoryBytes / 2 ** 30) * wattsPerGigabyte;
}
