export { createPhantom, type Phantom, type PhantomOptions } from './phantom.ts';
export type { Individual } from './anatomy/individual.ts';
export type { PoseSpread } from './imaging/pose.ts';
export { labels } from './anatomy/labels.ts';
