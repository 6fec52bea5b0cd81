/** Something that says how much energy was used since it began. */
export interface EnergySource {
  /** How it knows, as a report says it. */
  readonly name: string;
  /** Whether it measures, or makes an estimate. */
  readonly isMeasured: boolean;
  /** Joules since it began. */
  read(): Promise<number>;
  stop(): void;
}
