import type { Structure } from './regions.ts';

/** A structure in words: "left cortex", "brainstem". */
export const structureName = ({ region, side }: Structure): string => (side ? `${side} ${region}` : region);
