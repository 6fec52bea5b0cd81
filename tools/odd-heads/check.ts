/**
 * What preprocessing does with heads that it should not take for ordinary ones: each must end in an error, in a warning,
 * or in a volume that is as good as the ordinary head's.
 *
 *     npm run build
 *     npx jiti tools/odd-heads/check.ts HEAD.nii.gz FOLDER [KIND...]
 *
 * HEAD is a whole, ordinary, T1-weighted head. Prints a table; exit status 1 if an outcome is not what kinds.ts expects.
 */
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readVolume } from '@braingen/volume/node';
import { kindsOf, type Kind, type Outcome } from './kinds.ts';
import { likeness } from './likeness.ts';
import { makeDataset } from './make.ts';

const [path, folder, ...chosen] = process.argv.slice(2);
const all = kindsOf(await readVolume(path));
const names = chosen.length > 0 ? [...new Set(['ordinary', ...chosen])] : Object.keys(all);
const kinds = Object.fromEntries(names.map((name) => [name, all[name]]));
const [raw, output] = [join(folder, 'raw'), join(folder, 'out')];
await makeDataset(raw, kinds);
const program = fileURLToPath(new URL('../../apps/braingen/bin/braingen.js', import.meta.url));
// What an earlier build made of them would be kept.
await rm(output, { recursive: true, force: true });
const args = [program, 'preprocess', raw, output, 'participant', '--participant-label', ...names, '--json'];
spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });

/** A volume that nobody was warned of must be as good as this. */
const good = { dice: 0.95, correlation: 0.95 };

interface Result {
  readonly outcome: Outcome;
  readonly words: string;
  readonly like?: { readonly dice: number; readonly correlation: number };
}

async function resultOf(name: string): Promise<Result> {
  const stem = (of: string): string => join(output, `sub-${of}`, 'anat', `sub-${of}_desc-`);
  const error = await readFile(`${stem(name)}preproc_error.json`, 'utf8').catch(() => undefined);
  if (error !== undefined) return { outcome: 'refused', words: (JSON.parse(error) as { error: string }).error };
  const sidecar = JSON.parse(await readFile(`${stem(name)}preproc_T1w.json`, 'utf8')) as {
    Braingen: { warnings: string[] };
  };
  const { warnings } = sidecar.Braingen;
  const like = await likeness(stem(name), stem('ordinary'));
  return { outcome: warnings.length > 0 ? 'flagged' : 'good', words: warnings.join('; '), like };
}

function faultOf({ expected, says }: Kind, { outcome, words, like }: Result): string | undefined {
  if (!expected.includes(outcome)) return `expected ${expected.join(' or ')}`;
  if (says && !says.test(words)) return `expected words like ${says.source}`;
  if (outcome === 'good' && !(like!.dice >= good.dice && like!.correlation >= good.correlation)) return 'silently bad';
  return undefined;
}

let faults = 0;
console.log('| scan | | outcome | Dice | correlation | said |\n| --- | --- | --- | --- | --- | --- |');
for (const name of names) {
  const result = await resultOf(name);
  const { outcome, words, like } = result;
  const fault = faultOf(kinds[name], result);
  if (fault !== undefined) faults++;
  const figures = like ? `${like.dice.toFixed(3)} | ${like.correlation.toFixed(3)}` : '| ';
  console.log(`| ${name} | ${kinds[name].what} | ${outcome}${fault ? `: ${fault}` : ''} | ${figures} | ${words} |`);
}
process.exitCode = faults > 0 ? 1 : 0;
