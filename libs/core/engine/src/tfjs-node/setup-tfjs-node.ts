import { join } from 'node:path';
import { EngineUnavailable } from '../engine.ts';
import { buildAddon, findCompiler } from './build-addon.ts';
import { defaultFolder, writeRecord, type TfjsNodeName } from './build-record.ts';
import { downloadTensorFlow } from './download-tensorflow.ts';
import { findTensorFlow } from './find-tensorflow.ts';
import { lookAtMachine } from './gpu-machine.ts';
import { installPackage } from './npm-package.ts';
import type { TensorFlowLibrary } from './python.ts';
import { tryAddon, type Trial } from './try-addon.ts';
import { whyNoGpu, type NoGpu } from './why-no-gpu.ts';

export interface SetupOptions {
  /** The Python whose TensorFlow is meant, and no other. @default those that are found */
  readonly python?: string | undefined;
  /** Takes TensorFlow (and CUDA for the GPU) from PyPI, whatever Python environments have. @default false */
  readonly download?: boolean | undefined;
  /** Where packages and downloads go. @default `tensorflow` in Braingen's cache */
  readonly folder?: string | undefined;
  /** Hears what is being done, a line at a time. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface SetupOutcome extends Trial {
  readonly name: TfjsNodeName;
  readonly library: TensorFlowLibrary;
  /** The npm package's folder, with the addon in it. */
  readonly package: string;
  /** Of tfjs-node-gpu on a machine whose GPU it does not use: why, and what is missing. */
  readonly noGpu?: NoGpu;
}

/**
 * Makes tfjs-node or tfjs-node-gpu work on this machine: finds a Python environment with TensorFlow or downloads its
 * library, builds the addon of the npm package's own sources against it, and computes with it. `startEngine` finds it
 * afterwards. What is there already is not downloaded again.
 *
 * @throws EngineUnavailable with what is missing and how to get it
 */
export async function setupTfjsNode(name: TfjsNodeName, options: SetupOptions = {}): Promise<SetupOutcome> {
  const { python, download = false, folder = defaultFolder(), onLine = () => {} } = options;
  if (process.platform !== 'linux')
    throw new EngineUnavailable(
      name,
      `its library is built for Linux, found ${process.platform}`,
      name === 'tfjs-node' ? `Install it: npm install @tensorflow/${name}@4.22.0` : 'Use the webgpu engine',
    );
  const compiler = await findCompiler(name);
  const downloads = join(folder, `${name}-library`);
  const found = await findTensorFlow(name, { python, downloads });
  for (const refusal of found.refused) onLine(`passed over ${refusal}`);
  const fetched =
    download || !found.tensorflow ? await downloadTensorFlow(name, found.python, downloads, onLine) : undefined;
  const library = fetched ?? found.tensorflow!;
  onLine(`library: ${library.distribution} ${library.version} in ${library.folder}`);
  const installed = await installPackage(name, folder);
  onLine(`building the addon of ${installed} with ${compiler}`);
  await buildAddon(name, installed, library.folder, compiler);
  await writeRecord(folder, name, { package: installed, tensorflow: library, python: found.python.program, compiler });
  const trial = await tryAddon(name, installed);
  const unexplained = {
    reason: `TensorFlow found no GPU${trial.remark === undefined ? '' : ` (${trial.remark})`}`,
    cure: 'Its own words: TF_CPP_MIN_LOG_LEVEL=0 npx braingen doctor',
  };
  const noGpu =
    name === 'tfjs-node-gpu' && !trial.isUsingGpu
      ? (whyNoGpu(library, await lookAtMachine(library.folder)) ?? unexplained)
      : undefined;
  return { name, library, package: installed, ...trial, ...(noGpu && { noGpu }) };
}
