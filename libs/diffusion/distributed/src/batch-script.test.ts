import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { batchScript } from './batch-script.ts';

const template = `#!/bin/bash
# What it does.
#SBATCH --array=1-10
#SBATCH --requeue
set -euo pipefail
printf '%s\\n' "$PLACE" "$@"
`;

test('directives take the place of the template, others follow', () => {
  const script = batchScript(template, { directives: { array: '1-20%4', partition: 'long' } });
  expect(script.split('\n').slice(2, 6)).toEqual([
    '#SBATCH --array=1-20%4',
    '#SBATCH --requeue',
    '#SBATCH --partition=long',
    'set -euo pipefail',
  ]);
});

test('of the ways to ask for memory one is left, for sbatch takes no two', () => {
  const script = batchScript('#SBATCH --mem-per-cpu=4G\n', { directives: { mem: '8G' } });
  expect(script).toBe('#SBATCH --mem=8G\n');
});

test.runIf(process.platform !== 'win32')('bash takes arguments and variables as they are', () => {
  const args = ["it's", 'a "b" $(false) `c`', '', 'plain', 'two\nlines'];
  const script = batchScript(template, { environment: { PLACE: "/home/me's/$x" }, args });
  const run = (env: Record<string, string>, more: string[] = []): string[] =>
    execFileSync('bash', ['-c', script, 'script', ...more], { env: { PATH: process.env['PATH']!, ...env } })
      .toString()
      .split('\n');
  expect(run({}, ['--more'])).toEqual(["/home/me's/$x", ...args.slice(0, 4), 'two', 'lines', '--more', '']);
  expect(run({ PLACE: 'mine' })[0]).toBe('mine');
});

test.each([
  [{ array: '1-2\nrm -rf /' }, 'found "array=1-2\\nrm -rf /"'],
  [{ 'job name': 'x' }, 'expected an option of sbatch as name=value'],
  [{ comment: 'two words' }, 'found "comment=two words"'],
])('what sbatch would take apart is refused: %j', (directives, message) => {
  expect(() => batchScript(template, { directives })).toThrow(message);
});

test('a template without directives is none', () => {
  expect(() => batchScript('#!/bin/bash\n', {})).toThrow('expected a template with lines of #SBATCH');
});
