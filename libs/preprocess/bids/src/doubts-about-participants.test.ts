import { expect, test } from 'vitest';
import { doubtsAboutParticipants } from './doubts-about-participants.ts';

const table = (...rows: string[]): string => rows.map((row) => `${row.split(' ').join('\t')}\n`).join('');

test('an ordinary table raises no doubt', () => {
  expect(doubtsAboutParticipants(table('participant_id age', 'sub-01 30', 'sub-02 n/a'), ['01', '02'])).toEqual([]);
});

test('names several rows of one participant, but not of several sessions', () => {
  expect(doubtsAboutParticipants(table('participant_id age', 'sub-01 30', 'sub-01 31'), ['01'])).toEqual([
    'several rows of: sub-01',
  ]);
  const sessions = table('participant_id session_id age', 'sub-01 ses-1 30', 'sub-01 ses-2 31');
  expect(doubtsAboutParticipants(sessions, ['01'])).toEqual([]);
});

test('names ids without sub-, and scans without a row', () => {
  expect(doubtsAboutParticipants(table('participant_id age', '01 30', 'sub-02 31'), ['01', '02'])).toEqual([
    'expected ids such as sub-01, found: 01',
    'no row of: sub-01',
  ]);
});

test.each(['NA', 'nan', 'None', 'NULL', '-', '?'])('%s is no value', (text) => {
  expect(doubtsAboutParticipants(table('participant_id age', `sub-01 ${text}`), ['01'])).toEqual([
    `age: expected n/a for what is not known, found: ${text}`,
  ]);
});

test.each(['-999', '-9', '999', '-99.0', '9999'])('%s may stand for what is not known', (text) => {
  expect(doubtsAboutParticipants(table('participant_id age', `sub-01 ${text}`), ['01'])).toEqual([
    `age: numbers that may stand for what is not known: ${text}`,
  ]);
});

test('an age of 99 is one, and a long list is cut', () => {
  expect(doubtsAboutParticipants(table('participant_id age', 'sub-01 99'), ['01'])).toEqual([]);
  const many = Array.from({ length: 9 }, (_, i) => `${i} 30`);
  expect(doubtsAboutParticipants(table('participant_id age', ...many), [])).toEqual([
    'expected ids such as sub-01, found: 0, 1, 2, 3, 4 and 4 more',
  ]);
});

test('a table without its first column is named', () => {
  expect(doubtsAboutParticipants('id\tage\n1\t30\n', [])).toEqual([
    'expected a first column participant_id, found "id"',
  ]);
});

test('a long table is looked at in time that grows with it, and doubts stay lines', () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => `sub-${i} -999`);
  const labels = Array.from({ length: 40_000 }, (_, i) => `x${i}`);
  const doubts = doubtsAboutParticipants(table(`participant_id ${'a'.repeat(5000)}`, ...rows, ...rows), labels);
  expect(doubts).toHaveLength(3);
  expect(doubts.filter(({ length }) => length > 300)).toEqual([]);
});
