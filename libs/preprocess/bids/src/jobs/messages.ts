import type { SettingsFiles } from '@braingen/chain/node';
import type { Generator } from '../description.ts';
import type { Scan } from '../find-scans.ts';

/** What all scans of a process share. */
export interface Shared {
  readonly derivative: string;
  readonly generator: Generator;
  /** Names of the steps. */
  readonly steps: readonly string[];
  readonly settings: SettingsFiles;
  readonly settingsHash: string;
  readonly threads: number;
  readonly keepSteps: boolean;
}

/** To a process that preprocesses scans: what they share, first; then one scan after the other. */
export type Request = { readonly shared: Shared } | { readonly scan: Scan } | { readonly stop: true };

/** From it, for each scan: how far it is, then what came of it. */
export type Reply =
  | { readonly fraction: number; readonly step: string }
  | { readonly warnings: readonly string[] }
  | { readonly error: string };
