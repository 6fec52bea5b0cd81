import { fillSafetensors, readSafetensors, type TensorToWrite } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { dequantized, quantize } from './int8.ts';

const random = createRandom(1);
const weights = Float32Array.from({ length: 3000 }, (_, i) => random.normal() * (i < 1500 ? 1e-6 : 10));
weights.fill(0, 256, 384);
const bias = Float32Array.of(0.1, -0.2, 0.3);
const tensors: [string, TensorToWrite][] = [
  ['weight', { shape: [50, 60], write: (target) => target.set(weights) }],
  ['bias', { shape: [3], write: (target) => target.set(bias), format: 'F32' }],
];

describe('tensors of 8 bits', () => {
  it('differ from the numbers by half a step of their group, in a quarter of the bytes', () => {
    const bytes = fillSafetensors(quantize(tensors));
    expect(bytes.length).toBeLessThan(3000 * 1.1 + 500);
    const found = readSafetensors(dequantized(bytes)).tensors;
    expect([...found.keys()]).toEqual(['weight', 'bias']);
    expect(found.get('bias')?.data).toEqual(bias);
    const read = found.get('weight')?.data ?? [];
    for (let begin = 0; begin < weights.length; begin += 128) {
      const own = weights.subarray(begin, begin + 128);
      const most = own.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      own.forEach((value, i) => expect(Math.abs(value - read[begin + i])).toBeLessThanOrEqual((most / 254) * 1.0001));
      expect(Math.max(...own.map((_, i) => Math.abs(read[begin + i])))).toBeCloseTo(most, 5);
    }
  });

  it('leave other files alone', () => {
    const bytes = fillSafetensors(tensors);
    expect(dequantized(bytes)).toBe(bytes);
  });

  it('are refused with the scales of another tensor', () => {
    const write = (): void => undefined;
    const bytes = fillSafetensors([
      ['weight', { shape: [3000], write, format: 'I8' }],
      ['weight_scale', { shape: [7], write }],
    ]);
    expect(() => dequantized(bytes)).toThrow('weight_scale: expected 24 scales, found 7');
  });
});
