import { join } from 'node:path';

/** Where things are in a run folder. */
export interface RunFolder {
  readonly root: string;
  readonly config: string;
  readonly checkpoints: string;
  /** The checkpoint with the lowest validation loss. */
  readonly best: string;
  readonly log: string;
  /** Scalars, a line each. */
  readonly table: string;
  /** Event files. */
  readonly tensorBoard: string;
  /** The id of the run that MLflow keeps of it. */
  readonly mlflow: string;
  /** What the training data are: their name, licence and sources. */
  readonly source: string;
  /** The model card. */
  readonly card: string;
  /** The volumes as they are trained on, while they do not fit into memory; removed when the training has come to its end. */
  readonly volumes: string;
  readonly samples: string;
  /** What raters said of volumes whose kind they did not know. */
  readonly ratings: string;
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
    best: join(root, 'checkpoints', 'best'),
    log: join(root, 'log.jsonl'),
    table: join(root, 'metrics.csv'),
    tensorBoard: join(root, 'tensorboard'),
    mlflow: join(root, 'mlflow-run'),
    source: join(root, 'dataset.json'),
    card: join(root, 'README.md'),
    volumes: join(root, '.volumes'),
    samples: join(root, 'samples'),
    ratings: join(root, 'ratings'),
    reportPage: join(root, 'report.html'),
    reportData: join(root, 'report.json'),
    preprocessed: join(root, 'preprocessed'),
    phantoms: join(root, 'phantoms'),
  };
}
