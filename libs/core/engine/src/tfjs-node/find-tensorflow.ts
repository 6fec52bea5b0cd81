import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineUnavailable } from '../engine.ts';
import type { TfjsNodeName } from './build-record.ts';
import { inspectPython, type Python, type TensorFlowLibrary } from './python.ts';

/** A TensorFlow that an addon can be built against, or, without one, a Python whose pip can download one. */
export interface Found {
  readonly python: Python;
  readonly tensorflow?: TensorFlowLibrary;
  /** What was looked at and passed over, each with its reason. */
  readonly refused: readonly string[];
}

/** Why a TensorFlow does not serve; undefined where it does. */
export async function whyNotUsable(name: TfjsNodeName, tensorflow: TensorFlowLibrary): Promise<string | undefined> {
  const told = `${tensorflow.distribution} ${tensorflow.version}`;
  if (name === 'tfjs-node-gpu' && tensorflow.cuda === undefined) return `${told} is built for CPUs alone`;
  for (const file of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', join('include', 'tensorflow', 'c')]) {
    const isThere = await access(join(tensorflow.folder, file)).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${told} has no ${file}; 2.13 and later have it`;
  }
  return undefined;
}

/**
 * Looks for TensorFlow in the Python environments at hand: the one named, else the active virtual or Conda environment,
 * python3 and python, and what an earlier setup downloaded.
 *
 * @throws EngineUnavailable if there is no Python, or the one named has no TensorFlow that serves
 */
export async function findTensorFlow(
  name: TfjsNodeName,
  { python, downloads }: { readonly python?: string | undefined; readonly downloads: string },
): Promise<Found> {
  const { VIRTUAL_ENV, CONDA_PREFIX } = process.env;
  const environments = [VIRTUAL_ENV, CONDA_PREFIX].flatMap((prefix) => (prefix ? [join(prefix, 'bin', 'python')] : []));
  const programs = python === undefined ? [...environments, 'python3', 'python'] : [python];
  const refused: string[] = [];
  const pythons: Python[] = [];
  for (const packages of [undefined, downloads]) {
    for (const program of programs) {
      const found = await inspectPython(program, packages);
      if (typeof found === 'string') {
        if (packages === undefined) refused.push(`${program}: ${found}`);
        continue;
      }
      if (packages === undefined) pythons.push(found);
      if (!found.tensorflow) {
        if (packages === undefined) refused.push(`${program} (Python ${found.version}): no tensorflow in it`);
        continue;
      }
      const reason = await whyNotUsable(name, found.tensorflow);
      if (reason === undefined) return { python: found, tensorflow: found.tensorflow, refused };
      refused.push(`${program} (Python ${found.version}): ${reason}`);
    }
    // A Python that was named is meant: no other TensorFlow is taken in its place.
    if (python !== undefined) break;
  }
  if (python !== undefined)
    throw new EngineUnavailable(
      name,
      refused.join('; '),
      `Name a Python environment with tensorflow, or leave --python out to download it`,
    );
  const withPip = pythons.find(({ hasPip }) => hasPip);
  if (withPip) return { python: withPip, refused };
  throw new EngineUnavailable(
    name,
    `a Python with pip is needed to download TensorFlow (${refused.join('; ')})`,
    'Install one (on Debian: apt-get install python3-pip), or name an environment with tensorflow by --python',
  );
}
