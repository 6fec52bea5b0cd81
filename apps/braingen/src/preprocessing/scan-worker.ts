// The program of a process that preprocesses scans for another one; see dataset.ts.
import { serveScans } from '@braingen/bids';
import { drawStep } from './draw-step.ts';

serveScans({ draw: drawStep });
