export { createPhantom, type Phantom, type PhantomOptions } from './phantom.ts';
export type { Individual } from './individual.ts';
export { labels } from './labels.ts';
