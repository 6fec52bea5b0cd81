export { describeSegmentation } from './describe-segmentation.ts';
export { diceOf } from './dice.ts';
export { createNetwork, logitsOf, networkConfig } from './network.ts';
export { blockShape, networkGrid } from './network-grid.ts';
export { labelOf, regionNames, structures, type RegionName, type Side, type Structure } from './regions.ts';
export { effectSizes, type BrainVolumes, type EffectSize } from './effect-sizes.ts';
export { encodeNetwork } from './encode-network.ts';
export { openNetwork } from './open-network.ts';
export { reliableQuality, segment, type Segmentation, type SegmentOptions, type StructureVolume } from './segment.ts';
