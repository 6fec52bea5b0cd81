export { joulesOf, wattsPerCore } from './estimate.ts';
export {
  carbonIntensityOf,
  describeEnergy,
  meterOf,
  readingOf,
  startMeter,
  worldCarbonIntensity,
  type EnergyMeter,
  type EnergyReading,
  type MeterOptions,
} from './meter.ts';
export type { EnergySource } from './source.ts';
