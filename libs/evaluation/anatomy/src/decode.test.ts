import { expect, it } from 'vitest';
import { decode } from './decode.ts';
import { outputsPerVoxel } from './network.ts';

/** Logits of a voxel that is surely of a class. */
const sure = (index: number, side = 0): number[] =>
  Array.from({ length: outputsPerVoxel }, (_, k) => (k === index ? 50 : k === outputsPerVoxel - 1 ? side : 0));

it('labels the likeliest class, on the side that is likelier', () => {
  const logits = [sure(0), sure(3, -1), sure(3, 1), sure(8, 1)].flat();
  expect([...decode(Float32Array.from(logits)).labels]).toEqual([0, 5, 6, 15]);
});

it('expects a Dice of nearly 1 where it is sure, less where it is not, 0 where it finds nothing', () => {
  const doubtful = sure(4);
  doubtful[4] = Math.log(4);
  doubtful[5] = Math.log(2);
  const { expectedDice } = decode(Float32Array.from([sure(3), sure(3), doubtful].flat()));
  // Two voxels of which it is sure, and a thirteenth of the doubtful one.
  expect(expectedDice[2]).toBeCloseTo(4 / (2 + 2 + 1 / 13), 6);
  // Of one voxel with probability p: 2 p / (1 + p); the other seven classes have e^0 each.
  const p = 4 / (4 + 2 + 7);
  expect(expectedDice[3]).toBeCloseTo((2 * p) / (1 + p), 5);
  expect(expectedDice[6]).toBe(0);
});
