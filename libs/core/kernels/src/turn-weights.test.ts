import { expect, test } from 'vitest';
import { turnWeights } from './layout.ts';
import { loadKernels } from './load.ts';

test.each([
  { runtime: 'native', taps: 27, inChannels: 9, outChannels: 37 },
  { runtime: 'native', taps: 1, inChannels: 20, outChannels: 16 },
  { runtime: 'wasm', taps: 8, inChannels: 17, outChannels: 33 },
] as const)(
  'weights from [out, in, taps] to [taps, in, out], a few outputs at a time: $runtime $taps $inChannels $outChannels',
  async ({ runtime, ...layout }) => {
    const { taps, inChannels, outChannels } = layout;
    const kernels = await loadKernels({ runtime });
    const row = taps * inChannels;
    const from = Float32Array.from({ length: row * outChannels }, (_, i) => i);
    const weight = kernels.unfilled(from.length).fill(-1);
    for (let first = 0; first < outChannels; first += 16) {
      const last = Math.min(first + 16, outChannels);
      turnWeights(kernels, layout, from.subarray(first * row, last * row), first, weight);
    }
    const expected = weight.map((_, i) => {
      const [tap, inside, out] = [
        Math.floor(i / (inChannels * outChannels)),
        Math.floor(i / outChannels) % inChannels,
        i % outChannels,
      ];
      return (out * inChannels + inside) * taps + tap;
    });
    expect(weight).toEqual(expected);
  },
);

test('arrays that do not fit are refused', async () => {
  const kernels = await loadKernels();
  const layout = { taps: 2, inChannels: 3, outChannels: 4 };
  const weight = new Float32Array(24);
  expect(() => turnWeights(kernels, layout, new Float32Array(7), 0, weight)).toThrow(
    /a whole number .* as count, found 1.16/,
  );
  expect(() => turnWeights(kernels, layout, new Float32Array(12), 3, weight)).toThrow(
    /first \+ count <= outChannels, found first 3, count 2/,
  );
  expect(() => turnWeights(kernels, layout, new Float32Array(6), 0, weight.subarray(1))).toThrow(
    /expected weight of 24/,
  );
});
