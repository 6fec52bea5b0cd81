import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

/** Where things are in a run folder. */
export interface RunFolder {
  readonly root: string;
  readonly config: string;
  readonly checkpoints: string;
  readonly log: string;
  readonly samples: string;
  readonly reportPage: string;
  readonly reportData: string;
  /** The heads after the chain, where the run made them itself. */
  readonly preprocessed: string;
  /** The made-up heads, where the run had no others. */
  readonly phantoms: string;
}

export function runFolder(root: string): RunFolder {
  return {
    root,
    config: join(root, 'config.yaml'),
    checkpoints: join(root, 'checkpoints'),
    log: join(root, 'log.jsonl'),
    samples: join(root, 'samples'),
    reportPage: join(root, 'report.html'),
    reportData: join(root, 'report.json'),
    preprocessed: join(root, 'preprocessed'),
    phantoms: join(root, 'phantoms'),
  };
}

/**
 * The folder of checkpoints of a run folder, or the checkpoint itself.
 *
 * @throws Failure if the path is that of a file
 */
export async function checkpointsOf(path: string): Promise<string> {
  if ((await stat(path)).isFile())
    throw new Failure(
      `${path}: expected a run folder or a checkpoint, found a file; braingen convert makes a run of it`,
    );
  const { checkpoints } = runFolder(path);
  return access(checkpoints).then(
    () => checkpoints,
    () => path,
  );
}
