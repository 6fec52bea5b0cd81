import { expect, test } from 'vitest';
import { tableRows } from './table-rows.ts';

test.each(['\n', '\r\n', '\r'])('rows between ends of lines %j', (end) => {
  const lines = ['\uFEFFparticipant_id\tage', 'sub-01\t 30 ', '', 'sub-02\t', ''];
  expect(tableRows(lines.join(end))).toEqual([
    ['participant_id', 'age'],
    ['sub-01', '30'],
    ['sub-02', ''],
  ]);
});
