import { EngineUnavailable } from '../engine.ts';
import type { TfjsNodeName } from './build-record.ts';
import { lastLine, run } from './run.ts';

/** What a built addon turned out to be. */
export interface Trial {
  /** TensorFlow's own version, as the library says it. */
  readonly tensorflow: string;
  readonly isUsingGpu: boolean;
  /** What the library said about GPUs where it found none. */
  readonly remark?: string;
}

/** A convolution of ones by ones: 27 inside, 8 in the corners. In a process of its own, since a library may crash. */
const trial = `
const tf = require(process.argv[1]);
const sum = tf.conv3d(tf.ones([1, 4, 4, 4, 1]), tf.ones([3, 3, 3, 1, 1]), 1, 'same').dataSync();
const { binding, isUsingGpuDevice } = tf.backend();
console.log(JSON.stringify({
  tensorflow: binding.TF_Version, isUsingGpu: isUsingGpuDevice, corner: sum[0], inside: sum[21],
}));
`;

/**
 * Loads a built package and computes with it.
 *
 * @throws EngineUnavailable if it does not load, or computes wrongly
 */
export async function tryAddon(name: TfjsNodeName, folder: string): Promise<Trial> {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' };
  const { stdout, stderr, status } = await run(process.execPath, ['-e', trial, folder], { env });
  const unusable = (reason: string): EngineUnavailable =>
    new EngineUnavailable(name, reason, 'Try another TensorFlow: --python names its environment');
  if (status !== 0) {
    const cause =
      stderr.split('\n').find((line) => /Error|cannot open|undefined symbol/.test(line)) ?? lastLine(stderr);
    throw unusable(`the addon was built and does not run (${cause.trim()})`);
  }
  const { corner, inside, ...found } = JSON.parse(lastLine(stdout)) as Trial & { corner: number; inside: number };
  if (corner !== 8 || inside !== 27)
    throw unusable(`expected 8 and 27 of a convolution of ones, found ${corner} and ${inside}`);
  const remark = stderr.split('\n').find((line) => /cuInit|Cannot dlopen|no CUDA-capable/i.test(line));
  return { ...found, ...(remark !== undefined && { remark: remark.replace(/^.*?\] /, '').trim() }) };
}
