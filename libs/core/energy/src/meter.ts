import { estimate } from './estimate.ts';
import { openNvidia } from './nvidia.ts';
import { openRapl } from './rapl.ts';
import type { EnergySource } from './source.ts';

/** What a computation took. */
export interface EnergyReading {
  readonly kWh: number;
  /** Grams of CO2 equivalent. */
  readonly co2Grams: number;
  /** Grams a kWh that it is reckoned with. */
  readonly carbonIntensity: number;
  /** How it is known, such as "RAPL, the whole machine; nvidia-smi". */
  readonly source: string;
  /** Whether all of it was measured. */
  readonly isMeasured: boolean;
}

export interface EnergyMeter {
  /** Since the meter was started. */
  read(): Promise<EnergyReading>;
  stop(): void;
}

export interface MeterOptions {
  /** Grams of CO2 equivalent a kWh. @default BRAINGEN_CARBON_INTENSITY, else the world's mean */
  readonly carbonIntensity?: number | undefined;
  /** A core's draw for the estimate. @default 12 */
  readonly wattsPerCore?: number | undefined;
}

/** The world's mean (IEA 2019, as Green Algorithms has it). */
export const worldCarbonIntensity = 475;

/** @throws RangeError if BRAINGEN_CARBON_INTENSITY is no number of at least 0 */
export function carbonIntensityOf(environment: NodeJS.ProcessEnv = process.env): number {
  const text = environment['BRAINGEN_CARBON_INTENSITY'];
  if (text === undefined || text.trim() === '') return worldCarbonIntensity;
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new RangeError(`BRAINGEN_CARBON_INTENSITY: expected grams of CO2 a kWh, found "${text}"`);
  return value;
}

/** Starts to count energy: RAPL where it can be read, else an estimate that says so; and the cards' where there are any. */
export async function startMeter(options: MeterOptions = {}): Promise<EnergyMeter> {
  const { carbonIntensity = carbonIntensityOf(), wattsPerCore } = options;
  const cpu = (await openRapl()) ?? estimate(wattsPerCore);
  const gpu = await openNvidia();
  return meterOf(gpu ? [cpu, gpu] : [cpu], carbonIntensity);
}

/** A meter of given sources. */
export function meterOf(sources: readonly EnergySource[], carbonIntensity: number): EnergyMeter {
  return {
    read: async () => {
      let joules = 0;
      for (const source of sources) joules += await source.read();
      return readingOf(
        joules,
        carbonIntensity,
        sources.map(({ name }) => name).join('; '),
        sources.every((each) => each.isMeasured),
      );
    },
    stop: () => sources.forEach((source) => source.stop()),
  };
}

/** A reading of so many joules. */
export function readingOf(joules: number, carbonIntensity: number, source: string, isMeasured: boolean): EnergyReading {
  const kWh = joules / 3.6e6;
  return { kWh, co2Grams: kWh * carbonIntensity, carbonIntensity, source, isMeasured };
}

/** One line for people. */
export function describeEnergy({ kWh, co2Grams, carbonIntensity, source, isMeasured }: EnergyReading): string {
  const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));
  return `energy: ${isMeasured ? '' : 'about '}${figure(kWh)} kWh, ${figure(co2Grams)} g of CO2 at ${carbonIntensity} g a kWh (${source})`;
}
