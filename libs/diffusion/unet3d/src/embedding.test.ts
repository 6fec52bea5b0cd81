import { startEngine, tf } from '@braingen/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { completeConfig } from './complete-config.ts';
import { embedding, sinusoids } from './embedding.ts';
import { buildingScope } from './parameters.ts';

beforeAll(() => startEngine());

describe('the embedding of a time', () => {
  it('has cosines first, then sines, and a zero where the dimension is odd', () => {
    const [values] = sinusoids(tf.tensor1d([3]), 5).arraySync();
    [Math.cos(3), Math.cos(0.03), Math.sin(3), Math.sin(0.03), 0].forEach((expected, index) =>
      expect(values[index]).toBeCloseTo(expected, 6),
    );
  });
});

describe('the embedding of a class', () => {
  const variables = new Map<string, tf.Variable>();
  const config = completeConfig({ channels: [2], normNumGroups: 1, numClassEmbeds: 500 });
  let embed: ReturnType<typeof embedding>;
  beforeAll(() => {
    embed = embedding(buildingScope(variables, 1), config);
  });

  const t = (): tf.Tensor1D => tf.tensor1d([7, 7, 7]);
  const table = (): number[][] => variables.get('class_embedding.weight')?.arraySync() as number[][];

  it("is a row of the table, added to the time's; of none it is nothing", () => {
    const [second, last, none] = embed(t(), { classes: tf.tensor1d([1, 499, -1], 'int32') }).arraySync();
    for (let i = 0; i < 8; i++) {
      expect(second[i] - none[i]).toBeCloseTo(table()[i][1], 5);
      expect(last[i] - none[i]).toBeCloseTo(table()[i][499], 5);
    }
    expect(none).toEqual(embed(t(), {}).arraySync()[2]);
  });

  it('starts normal, as PyTorch has it', () => {
    const values = table().flat();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.1);
  });
});
