// Reads mutated files of every kind that the libraries read, in this process, and says what no reader may do: crash, hang,
// throw an error that is not its own, quote more than a line, or take more than ten times the memory that the file promises.
// node tools/run-from-sources.js tools/fuzz/fuzz.js [SECONDS] [SEED] [KIND]: the same seed gives the same files of each kind. Every kind
// gets as much time. Many files are written to the temporary folder and read from there: with TMPDIR=/dev/shm it goes half as fast again.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { createRandom } from '@braingen/volume';
import { kinds } from './kinds.js';
import { mutate } from './mutate.js';

const [seconds = '60', seed = '1', only] = process.argv.slice(2);
/** CPU time that reading a small file may take. */
const longestSeconds = 2;
/** What any reading may take besides: buffers of fixed size, and what the garbage collector has not fetched yet. */
const allowance = 2 ** 26;
const longestMessage = 1000;

const chosen = Object.entries(kinds).filter(([kind]) => only === undefined || kind === only);
const tallies = new Map(chosen.map(([kind]) => [kind, { accepted: 0, refused: 0, seconds: 0 }]));
let faults = 0;

const memory = () => {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
};

function report(kind, number, bytes, what) {
  faults++;
  const path = join(tmpdir(), `braingen-fuzz-${kind.replace(/\W/g, '-')}-${seed}-${number}`);
  writeFileSync(path, bytes);
  console.log(`${kind} ${number}: ${what} (${path})`);
}

async function tryOne(kind, number, { files, read, errors, promise }) {
  const random = createRandom(`${seed} ${kind} ${number}`);
  const bytes = mutate(files[random.integer(files.length)], files, random);
  if (number % 200 === 0) globalThis.gc?.();
  const before = memory();
  const cpu = process.cpuUsage();
  let outcome = 'accepted';
  try {
    await read(bytes);
  } catch (error) {
    outcome = 'refused';
    if (!errors.some((each) => error instanceof each))
      report(kind, number, bytes, `expected ${errors.map(({ name }) => name).join(' or ')}, found ${error.stack}`);
    if (error.message.length > longestMessage || /\n/.test(error.message))
      report(
        kind,
        number,
        bytes,
        `expected a line, found ${error.message.length} characters: ${error.message.slice(0, 200)}`,
      );
  }
  const { user, system } = process.cpuUsage(cpu);
  if ((user + system) / 1e6 > longestSeconds)
    report(kind, number, bytes, `expected at most ${longestSeconds} s, found ${((user + system) / 1e6).toFixed(1)}`);
  const taken = memory() - before;
  if (taken > allowance && taken > 10 * promise(bytes) + allowance)
    report(kind, number, bytes, `expected ${10 * promise(bytes)} bytes of memory at most, found ${taken}`);
  return outcome;
}

const end = performance.now() + Number(seconds) * 1000;
while (performance.now() < end) {
  const [kind, tally] = [...tallies].reduce((least, each) => (each[1].seconds < least[1].seconds ? each : least));
  const begin = performance.now();
  tally[await tryOne(kind, tally.accepted + tally.refused, kinds[kind])]++;
  tally.seconds += (performance.now() - begin) / 1000;
}
console.table(Object.fromEntries([...tallies].map(([kind, { accepted, refused }]) => [kind, { accepted, refused }])));
const all = [...tallies.values()].reduce((sum, { accepted, refused }) => sum + accepted + refused, 0);
console.log(`${all} files, ${faults} faults, seed ${seed}`);
process.exitCode = faults > 0 ? 1 : 0;
