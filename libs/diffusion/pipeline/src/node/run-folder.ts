import { join } from 'node:path';

/** Where things are in a run folder. */
export interface RunFolder {
  readonly root: string;
  readonly config: string;
  readonly checkpoints: string;
  readonly log: string;
  readonly samples: string;
  readonly reportPage: string;
  readonly reportData: string;
  /** The heads after preprocessing, where the run made them itself. */
  readonly preprocessed: string;
  /** The phantoms, where the run had no other heads. */
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
