import { availableRuntimes } from '@braingen/kernels';
import { engineNames, type EngineName } from '../index.ts';

/**
 * The engines that the tests run on: those that npm alone brings, or the one that BRAINGEN_ENGINE names.
 *
 * @throws RangeError if there is none of this name
 */
export async function enginesUnderTest(): Promise<readonly EngineName[]> {
  const asked = process.env['BRAINGEN_ENGINE'] as EngineName | undefined;
  if (!asked) return [...(await availableRuntimes()), 'tfjs-cpu'];
  if (engineNames.includes(asked)) return [asked];
  throw new RangeError(`BRAINGEN_ENGINE: expected one of ${engineNames.join(', ')}, found ${asked}`);
}
