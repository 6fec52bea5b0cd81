import type { DrawStep } from '@braingen/bids';
import { threePlanes } from '@braingen/report';

/** The picture of a volume after a step. */
export const drawStep: DrawStep = (volume, outline) => threePlanes(volume, outline && { outline });
