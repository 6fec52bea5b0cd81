import { EngineUnavailable, type Engine } from '../engine.ts';
import { tf } from '../tf.ts';
import { firstLine, importOptional, isMissing } from './environment.ts';
import { makeEngine } from './make-engine.ts';
import { registerWebGpuKernels } from './webgpu-kernels.ts';

const installCure = 'Install it: npm install webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0';
const driverCure =
  'It needs a graphics driver: Metal, Direct3D 12 or Vulkan (on Debian: apt-get install libvulkan1 mesa-vulkan-drivers)';

/** The little of WebGPU's interface that is needed here. */
interface Gpu {
  requestAdapter(options?: object): Promise<{ readonly info?: AdapterInfo } | null>;
}
interface AdapterInfo {
  readonly vendor?: string;
  readonly description?: string;
  readonly device?: string;
}

/**
 * WebGPU: the browser's, or Dawn's (npm `webgpu`) in Node.
 *
 * @throws EngineUnavailable if there is none, or no adapter
 */
export async function startWebGpu(): Promise<Engine> {
  const gpu = await findGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) throw new EngineUnavailable('webgpu', 'no adapter was found', driverCure);
  try {
    await importOptional('@tensorflow/tfjs-backend-webgpu');
    if (!(await tf.setBackend('webgpu'))) throw new Error('the backend did not start');
    await tf.ready();
    registerWebGpuKernels();
    failWithTheDevice(tf.backend() as unknown as Backend);
  } catch (error) {
    const backend = '@tensorflow/tfjs-backend-webgpu';
    if (isMissing(backend, error)) throw new EngineUnavailable('webgpu', `${backend} is not installed`, installCure);
    throw new EngineUnavailable('webgpu', `it does not start (${firstLine(error)})`, driverCure);
  }
  const { vendor, description, device } = adapter.info ?? {};
  return makeEngine({
    name: 'webgpu',
    device: description || [vendor, device].filter(Boolean).join(' ') || 'GPU',
    isGpu: !/swiftshader|llvmpipe|software|cpu/i.test(`${vendor} ${description} ${device}`),
    threads: 0,
  });
}

interface Backend {
  readonly device: EventTarget;
  read(dataId: object): Promise<unknown>;
}

/**
 * A shader that does not compile or memory that is not there only makes WebGPU send an event, and results are zeros:
 * reading them throws instead.
 */
function failWithTheDevice(backend: Backend): void {
  if (Object.hasOwn(backend, 'read')) return;
  let failure: string | undefined;
  backend.device.addEventListener('uncapturederror', (event) => {
    failure ??= firstLine((event as Event & { readonly error: Error }).error);
  });
  const read = backend.read.bind(backend);
  Object.assign(backend, {
    async read(dataId: object) {
      const values = await read(dataId);
      if (failure !== undefined) throw new Error(`webgpu: expected the device to do its work, found: ${failure}`);
      return values;
    },
  });
}

async function findGpu(): Promise<Gpu> {
  const own = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu;
  if (own) return own;
  try {
    const { create, globals } = await importOptional<{ create(flags: string[]): Gpu; globals: object }>('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    if (!globalThis.navigator) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
    Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
    return gpu;
  } catch (error) {
    if (isMissing('webgpu', error)) throw new EngineUnavailable('webgpu', 'webgpu is not installed', installCure);
    throw new EngineUnavailable('webgpu', `it does not load (${firstLine(error)})`, installCure);
  }
}
