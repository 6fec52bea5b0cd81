export { drawScan, type DrawnScan, type PlacedMap, type ScanRange } from './training/draw-scan.ts';
export { readLabelMap, type LabelMap } from './training/label-map.ts';
export { lossAndGradient, segmentationLoss, type Target } from './training/loss.ts';
export { standardPose } from './training/pose.ts';
export { drawTrainingScan, trainSegmentation, type SegmentationTraining } from './training/train.ts';
