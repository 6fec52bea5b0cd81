export { csv } from './csv.ts';
export { histogramOf, type Histogram } from './histogram.ts';
export { MlflowError } from './mlflow-error.ts';
export { mlflow, type MlflowOptions } from './mlflow.ts';
export { pngPicture } from './png-picture.ts';
export { tensorBoard, type TensorBoardOptions } from './tensorboard.ts';
export { together, type Happening, type Picture, type Tracker } from './tracker.ts';
