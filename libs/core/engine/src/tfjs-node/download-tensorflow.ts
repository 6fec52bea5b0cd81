import { EngineUnavailable } from '../engine.ts';
import type { TfjsNodeName } from './build-record.ts';
import { inspectPython, type Python, type TensorFlowLibrary } from './python.ts';
import { lastLine, run } from './run.ts';

/** The release that is downloaded: the one this was tried with. */
const tensorflowVersion = '2.21.0';
/** Whose wheels are taken, whatever Python downloads them: only libraries and headers are used. */
const wheelPython = '3.12';

/**
 * Downloads TensorFlow's wheel, and for the GPU those of CUDA and cuDNN, from PyPI into a folder: 0.3 GB for the CPU, about
 * 3 GB for the GPU. What is there already is kept.
 *
 * @throws EngineUnavailable where pip cannot
 */
export async function downloadTensorFlow(
  name: TfjsNodeName,
  python: Python,
  folder: string,
  onLine: (line: string) => void = () => {},
): Promise<TensorFlowLibrary> {
  const isGpu = name === 'tfjs-node-gpu';
  const fetch = async (...wanted: string[]): Promise<void> => {
    onLine(`downloading ${wanted.join(', ')}`);
    const where = [
      '--target',
      folder,
      '--upgrade',
      '--no-deps',
      '--only-binary=:all:',
      '--python-version',
      wheelPython,
    ];
    const { stderr, status } = await run(python.program, ['-m', 'pip', 'install', '--quiet', ...where, ...wanted]);
    if (status === 0) return;
    const cause = stderr.split('\n').find((line) => line.startsWith('ERROR')) ?? lastLine(stderr);
    throw new EngineUnavailable(
      name,
      `pip of ${python.program} could not download ${wanted.join(', ')} (${cause})`,
      'Reach PyPI (or set PIP_INDEX_URL to a mirror), or name a Python environment with tensorflow by --python',
    );
  };
  await fetch(`${isGpu ? 'tensorflow' : 'tensorflow-cpu'}==${tensorflowVersion}`);
  const found = await inspectPython(python.program, folder);
  const tensorflow = typeof found === 'string' ? undefined : found.tensorflow;
  if (!tensorflow)
    throw new EngineUnavailable(
      name,
      `expected pip to leave tensorflow in ${folder}, found none`,
      'Name a Python environment with tensorflow by --python',
    );
  if (isGpu && tensorflow.cudaPackages.length > 0) await fetch(...tensorflow.cudaPackages);
  return tensorflow;
}
