// The program as it is built, and how drills call it: from the repository's root.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export const program = resolve('apps/braingen/bin/braingen.js');

/**
 * Calls the program and waits for its end.
 *
 * @returns what it says on stdout
 * @throws where it ends with another status than 0
 */
export function braingen(args, { launcher = [], env = {} } = {}) {
  const [command, ...rest] = [...launcher, process.execPath, program, ...args.map(String)];
  const { status, stdout, stderr } = spawnSync(command, rest, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`braingen ${args.join(' ')}: expected status 0, found ${status}: ${stderr}`);
  return stdout;
}

/** A network and a number of steps that one thread trains in minutes, as a configuration. */
export const smallConfig = ({ shape, steps, ...training }) =>
  JSON.stringify({
    data: { shape, validation: 0 },
    model: { channels: [4, 8], attentionLevels: [false, false], numResBlocks: 1, numHeadChannels: 4, normNumGroups: 2 },
    training: { steps, warmUp: 0, pictures: false, ...training },
    sampling: { steps: 4 },
  });
