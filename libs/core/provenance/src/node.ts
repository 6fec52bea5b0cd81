export { checkMark, type MarkedFile } from './node/check-mark.ts';
export { describeImage } from './node/describe-image.ts';
export { inspectImage, type InspectedImage } from './node/inspect-image.ts';
export { originOf, type Origin } from './node/origin.ts';
export { readSource, type TrainingSource } from './node/training-source.ts';
export { verifyFolder, type VerifiedFile, type Verification } from './node/verify-folder.ts';
