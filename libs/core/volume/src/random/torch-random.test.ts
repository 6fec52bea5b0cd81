import { expect, it } from 'vitest';
import { reference } from '../testing/reference.test-data.ts';
import { createTorchRandom } from './torch-random.ts';

const { sequences } = reference<{ sequences: { seed: number; draws: number[][] }[] }>('torch-randn');

it.each(sequences)('draws what torch.randn draws from seed $seed', ({ seed, draws }) => {
  const random = createTorchRandom(seed);
  for (const expected of draws) {
    const found = random.randn(expected.length);
    // PyTorch's vectorised logarithm and sine differ from exact ones in the last bit or two.
    expected.forEach((value, i) => expect(Math.abs(found[i] - value)).toBeLessThan(2e-6));
  }
});

it('refuses seeds that are none', () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 53]) expect(() => createTorchRandom(seed)).toThrow(/whole seed/);
});
