// Reads one file as float32, once, and prints seconds and peak resident bytes as JSON.
import { readVolume } from '@braingen/volume/node';

const start = performance.now();
const { voxels } = await readVolume(process.argv[2]);
const seconds = (performance.now() - start) / 1000;
const peakBytes = 1024 * process.resourceUsage().maxRSS;
let sum = 0;
for (const value of voxels) sum += value;
console.log(JSON.stringify({ seconds, peakBytes, sum }));
