import { expect, test } from 'vitest';
import { parseParticipants } from './participants-table.ts';
import { rowsFor } from './participants.ts';

const parse = (...lines: string[]) => parseParticipants(lines.join('\n'), 'participants.tsv');

test('values by participant; what is not available is left out', () => {
  const { rows, warnings } = parse('participant_id\tage\tsex', 'sub-01\t20\tf', 'sub-02\tn/a\tn/a');
  expect(rows).toEqual([
    { participant: 'sub-01', session: undefined, values: { age: '20', sex: 'f' } },
    { participant: 'sub-02', session: undefined, values: {} },
  ]);
  expect(warnings).toEqual([]);
});

test.each(['N/A', 'NA', 'nan', 'null', '?', ''])('"%s" is taken as n/a, and said', (spelling) => {
  const { rows, warnings } = parse('participant_id\tage', 'sub-01\t20', `sub-02\t${spelling}`);
  expect(rows[1].values).toEqual({});
  const said = spelling || 'an empty cell';
  expect(warnings).toEqual([`participants.tsv: ${said} in the column age is taken as n/a, not available`]);
});

test.each(['-999', '-9', '-99.0', '999', '-1', '-777', '8888'])('the sentinel %s is no age', (value) => {
  const { rows, warnings } = parse('participant_id\tage', 'sub-01\t20', 'sub-02\t80', `sub-03\t${value}`);
  expect(rows[2].values).toEqual({});
  expect(warnings[0]).toContain(`${value} in the column age`);
});

test('-9 among other negative numbers, and 999 among numbers of its size, are values', () => {
  expect(parse('participant_id\tz', 'sub-01\t-9', 'sub-02\t-3').rows[0].values).toEqual({ z: '-9' });
  expect(parse('participant_id\tml', 'sub-01\t999', 'sub-02\t1200').rows[0].values).toEqual({ ml: '999' });
});

test.each([
  ['names', ['f', 'm', '-9'], [undefined]],
  ['z-scores', ['-1', '1.5', '-999'], [undefined]],
  ['nothing else', ['-9', '-9', '-9'], [undefined]],
  ['counts', ['0', '2', '-1'], ['-1']],
])('a sentinel among %s', (_, cells, [value]) => {
  const { rows } = parse('participant_id\tx', ...cells.map((cell, i) => `sub-${i}\t${cell}`));
  expect(rows[2].values['x']).toBe(value);
});

test('a sentinel that is near the others is taken as a number, and said', () => {
  const { rows, warnings } = parse('participant_id\tml', 'sub-01\t999', 'sub-02\t1200');
  expect(rows[0].values).toEqual({ ml: '999' });
  expect(warnings).toEqual([
    'participants.tsv: 999 in the column ml is taken as a number, though such numbers often stand for what is not known',
  ]);
});

test.each([
  [['id\tage', 'sub-01\t3'], 'expected a first column participant_id, found "id"'],
  [['participant_id\tage', 'sub-01'], 'expected 2 columns in row 1, found 1'],
  [['participant_id\tage\tage', 'sub-01\t1\t2'], 'expected each column once, found age twice'],
])('%j is no table', (lines, message) => {
  expect(() => parse(...lines)).toThrow(message);
});

test('ids without sub- are matched and said; volumes without a row are named', () => {
  const table = parse('participant_id\tage', '01\t20');
  const { conditions, warnings } = rowsFor(['sub-01', 'sub-02_ses-1'], table, ['age'], 'participants.tsv');
  expect(conditions).toEqual([{ age: '20' }, {}]);
  expect(warnings).toEqual([
    'participants.tsv: ids without sub-, such as 01, are taken as sub-01',
    'participants.tsv: no row for sub-02; unconditioned',
  ]);
});

test('of several rows the one of the session counts; without a session they must agree', () => {
  const sessions = parse('participant_id\tsession_id\tage', 'sub-01\tses-1\t20', 'sub-01\tses-2\t25');
  expect(rowsFor(['sub-01_ses-2', 'sub-01_ses-1'], sessions, ['age'], 'p').conditions).toEqual([
    { age: '25' },
    { age: '20' },
  ]);
  const missing = rowsFor(['sub-01_ses-3'], sessions, ['age'], 'p');
  expect(missing).toEqual({ conditions: [{}], warnings: ['p: no row for sub-01 in session 3; unconditioned'] });
  const single = parse('participant_id\tsession_id\tage', 'sub-01\tn/a\t20');
  expect(rowsFor(['sub-01_ses-3'], single, ['age'], 'p').conditions).toEqual([{ age: '20' }]);
  const several = parse('participant_id\tage\tsex', 'sub-01\t20\tf', 'sub-01\t25\tf');
  expect(rowsFor(['sub-01_ses-1'], several, ['sex'], 'p').conditions).toEqual([{ age: '20', sex: 'f' }]);
  expect(() => rowsFor(['sub-01_ses-1'], several, ['age'], 'p')).toThrow(
    'p: expected one value of age for sub-01, or a column session_id, found 20, 25',
  );
});

test('a table of any length is read in time that grows with it, and warned of in lines', () => {
  const many = 40_000;
  const ids = Array.from({ length: many }, (_, i) => `${i}\t-999`);
  const table = parse('participant_id\tage', 'sub-x\t30', ...ids);
  const names = Array.from({ length: many }, (_, i) => `sub-none${i}`);
  const { warnings } = rowsFor(names, table, ['age'], 'participants.tsv');
  expect(warnings.map((warning) => warning.length).filter((length) => length > 300)).toEqual([]);
  expect(warnings.at(-1)).toBe(
    'participants.tsv: no row for sub-none0, sub-none1, sub-none2, sub-none3, sub-none4 and 39995 more; unconditioned',
  );
  const columns = Array.from({ length: many }, (_, i) => `c${i}`);
  expect(() => parse(['participant_id', ...columns, 'c7'].join('\t'))).toThrow('found c7 twice');
});
