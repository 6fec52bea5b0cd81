import { readFileSync } from 'node:fs';
import { startEngine } from '@braingen/engine';
import { bytesSource, type ByteSource } from '@braingen/unet3d';
import { elementCount, identityAffine, Volume, type Shape3 } from '@braingen/volume';
import { beforeAll, describe, expect, it } from 'vitest';
import { medicalNet } from './medical-net.ts';
import { radImageNet } from './rad-image-net.ts';

interface Reference {
  readonly shape: Shape3;
  readonly networks: Readonly<Record<string, { readonly shapes: Shapes; readonly features: readonly number[] }>>;
}
type Shapes = Readonly<Record<string, readonly number[]>>;

// Made by tools/parity/pretrained_features.py, of PyTorch.
const reference = JSON.parse(
  readFileSync(
    new URL('../../../../test-fixtures/reference/metrics/pretrained-features.json', import.meta.url),
    'utf8',
  ),
) as Reference;

/** The numbers that the script makes up. */
function madeUp(key: string, k: number, shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: elementCount(shape) }, (_, i) => {
    const s = Math.sin(0.7 * k + 1.1 * i + 0.3 * ((i * k) % 7));
    if (shape.length > 1) return s / Math.sqrt(elementCount(shape.slice(1)));
    if (key.endsWith('running_var')) return 1 + 0.2 * s;
    return key.endsWith('weight') ? 1 + 0.1 * s : 0.1 * s;
  });
}

/** A safetensors file of the network's keys under `prefix`. */
function weightsFile(shapes: Shapes, prefix = 'module.', rename = (key: string): string => key): ByteSource {
  const header: Record<string, object> = {};
  const numbers: Float32Array[] = [];
  let begin = 0;
  for (const [k, key] of Object.keys(shapes).sort().entries()) {
    const values = madeUp(key, k, shapes[key]);
    const end = begin + values.byteLength;
    header[prefix + rename(key)] = { dtype: 'F32', shape: shapes[key], data_offsets: [begin, end] };
    numbers.push(values);
    begin = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + begin);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  let at = 8 + json.length;
  for (const values of numbers) {
    bytes.set(new Uint8Array(values.buffer), at);
    at += values.byteLength;
  }
  return bytesSource(bytes, 'weights');
}

function volume(shape: Shape3): Volume {
  const [nx, ny, nz] = shape;
  const voxels = new Float32Array(nx * ny * nz);
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, at++) {
        voxels[at] = 0.5 + 0.5 * Math.sin(0.5 * x + (0.3 * y * y) / ny + 0.2 * z + 0.01 * x * z);
      }
    }
  }
  return new Volume(voxels, { shape, affine: identityAffine });
}

beforeAll(() => startEngine());

describe('features are those of PyTorch', () => {
  it.each(Object.keys(reference.networks))('%s', async (name) => {
    const { shapes, features } = reference.networks[name];
    const open = name.startsWith('MedicalNet') ? medicalNet : radImageNet;
    const extractor = await open(weightsFile(shapes));
    expect(name).toContain(extractor.name);
    const found = await extractor.extract(volume(reference.shape));
    expect(found).toHaveLength(features.length);
    features.forEach((value, i) => {
      expect(Math.abs(found[i] - value), `feature ${i}: ${found[i]}, ${value}`).toBeLessThan(2e-5 * (1 + value));
    });
  });
});

describe('weights of another network', () => {
  const medical = reference.networks['MedicalNet ResNet-10'].shapes;
  const radiological = reference.networks['RadImageNet ResNet-50, Keras'].shapes;

  it('are refused by name', async () => {
    await expect(medicalNet(weightsFile(radiological))).rejects.toThrow(
      /^weights: expected MedicalNet's .* found \[1, 7, 7, 3, 4\]/,
    );
    await expect(radImageNet(weightsFile(medical))).rejects.toThrow(
      /^weights: expected RadImageNet's .* found \[7, 7, 7, 1, 4\]/,
    );
    await expect(medicalNet(weightsFile({ 'conv_in.weight': [4, 1, 3, 3, 3] }))).rejects.toThrow(
      'weights: expected the weights of a residual network, found no conv1.weight',
    );
  });

  it('and such with a part missing', async () => {
    const { 'layer3.0.bn2.running_var': _, ...rest } = medical;
    await expect(medicalNet(weightsFile(rest))).rejects.toThrow(
      'weights: expected layer3.0.bn2.running_var, as this network has it, found none',
    );
  });

  it("RadImageNet's are found by number as well, as its authors saved them", async () => {
    const { shapes, features } = reference.networks['RadImageNet ResNet-50, PyTorch'];
    const numbers: Record<string, number> = { conv1: 0, bn1: 1, layer1: 4, layer2: 5, layer3: 6, layer4: 7 };
    const numbered = (key: string): string => key.replace(/^\w+/, (part) => `backbone.${numbers[part]}`);
    const extractor = await radImageNet(weightsFile(shapes, '', numbered));
    const found = await extractor.extract(volume(reference.shape));
    expect(found[1]).toBeCloseTo(features[1], 4);
  });

  it('their checksum is said', async () => {
    const { settings } = await medicalNet(weightsFile(medical, ''));
    expect(settings['weights']).toMatchObject({ licence: 'MIT', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});
