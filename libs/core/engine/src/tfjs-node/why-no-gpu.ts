import type { GpuMachine } from './gpu-machine.ts';
import type { TensorFlowLibrary } from './python.ts';

/** Why a GPU is not used, and what would help. */
export interface NoGpu {
  readonly reason: string;
  readonly cure: string;
}

/** The oldest driver that runs a CUDA of each generation (CUDA Compatibility, "minor version compatibility", table 2). */
const oldestDriver: Readonly<Record<number, string>> = { 11: '450.80.02', 12: '525.60.13', 13: '580.65.06' };

/** What TensorFlow opens of CUDA 12 when it starts. */
const librariesOfCuda12 = [
  ...['libcudart.so.12', 'libcublas.so.12', 'libcublasLt.so.12', 'libcufft.so.11'],
  ...['libcusolver.so.11', 'libcusparse.so.12'],
];

const setup = 'npx braingen setup gpu';

/** What keeps a TensorFlow from a machine's GPU; undefined where nothing is seen that would. */
export function whyNoGpu(tensorflow: TensorFlowLibrary, machine: GpuMachine): NoGpu | undefined {
  const { distribution, version, folder, cuda, cudnn } = tensorflow;
  if (cuda === undefined)
    return {
      reason: `its library, ${distribution} ${version} in ${folder}, is built for CPUs alone`,
      cure: `Run: ${setup}`,
    };
  const generation = Number.parseInt(cuda, 10);
  const oldest = oldestDriver[generation];
  const enough = oldest === undefined ? '' : ` (${oldest} or later for CUDA ${generation})`;
  if (machine.driver === undefined)
    return { reason: 'no NVIDIA driver is loaded', cure: `Install NVIDIA's driver${enough}, then run: ${setup}` };
  if (!machine.hasDevice)
    return {
      reason: `there is a driver (${machine.driver}), and no card to open (/dev/nvidia0)`,
      cure: `In a container or under Slurm, ask for the card (--gpus all, --gres=gpu:1), then run: ${setup}`,
    };
  if (oldest !== undefined && /^\d/.test(machine.driver) && isOlder(machine.driver, oldest))
    return {
      reason: `the NVIDIA driver is too old: expected ${oldest} or later for CUDA ${generation}, found ${machine.driver}`,
      cure: `Update NVIDIA's driver, then run: ${setup}`,
    };
  if (!machine.hasLibrary('libcuda.so.1'))
    return {
      reason: 'a library of the driver was not found: libcuda.so.1',
      cure: `Install NVIDIA's driver with its CUDA part (on Debian: libcuda1), then run: ${setup}`,
    };
  const wanted = [
    ...(generation === 12 ? librariesOfCuda12 : []),
    ...(cudnn ? [`libcudnn.so.${cudnn.split('.')[0]}`] : []),
  ];
  const missing = wanted.filter((name) => !machine.hasLibrary(name));
  if (missing.length > 0)
    return {
      reason: `libraries of CUDA were not found: ${missing.join(', ')}`,
      cure: `Run: ${setup} --download (it brings them from PyPI), or: pip install "tensorflow[and-cuda]==${version}"`,
    };
  return undefined;
}

/** Whether one version comes before another, number by number. */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  const differs = b.findIndex((part, index) => (a[index] ?? 0) !== part);
  return differs !== -1 && (a[differs] ?? 0) < b[differs];
}
