import { expect, it } from 'vitest';
import { nextTurn } from './next-turn.ts';

it('lets a timer that is due run before the computation goes on', async () => {
  const order: string[] = [];
  setTimeout(() => order.push('timer'));
  await Promise.resolve();
  order.push('resolved already');
  await nextTurn();
  order.push('next turn');
  expect(order).toEqual(['resolved already', 'timer', 'next turn']);
});
