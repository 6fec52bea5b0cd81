import { readingOf, startMeter, type EnergyReading } from '@braingen/energy';
import type { Ranks } from '@braingen/trainer';
import { energyOf } from '../energy-of.ts';
import type { TrainingReport } from '../model-kind.ts';

/** What a run has taken, those parts included that it went on from. */
export interface RunEnergy {
  /** Collective: every rank calls it. */
  read(): Promise<EnergyReading>;
  stop(): void;
}

const joulesOfKWh = 3.6e6;

/**
 * Counts the energy of a run. Estimates are added up over ranks; counters see a whole machine, so that of rank 0 stands for its
 * machine alone.
 *
 * @param before the log of the run as far as it goes on from there
 */
export async function runEnergy(before: readonly TrainingReport[], ranks: Ranks | undefined): Promise<RunEnergy> {
  const meter = await startMeter();
  const earlier = energyOf(before);
  return {
    read: async () => {
      const { kWh, carbonIntensity, source, isMeasured } = await meter.read();
      const estimated = Float32Array.of(isMeasured ? 0 : kWh);
      await ranks?.sum(estimated);
      const taken = isMeasured ? kWh : ranks ? estimated[0] : kWh;
      const now = readingOf(taken * joulesOfKWh, carbonIntensity, source, isMeasured && earlier?.isMeasured !== false);
      return earlier ? { ...now, kWh: earlier.kWh + now.kWh, co2Grams: earlier.co2Grams + now.co2Grams } : now;
    },
    stop: meter.stop,
  };
}
