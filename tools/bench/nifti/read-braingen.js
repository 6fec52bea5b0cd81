// Reads one file as float32, once, and prints seconds and peak resident bytes as JSON.
import { readVolume } from '@braingen/volume/node';

const start = performance.now();
const { voxels } = await readVolume(process.argv[2]);
const seconds = (performance.now() - start) / 1000;
const peakBytes = 1024 * process.resourceUsage().maxRSS;
// Only where asked: the whole process is timed too.
const sum = process.argv[3] === 'sum' ? voxels.reduce((total, value) => total + value, 0) : undefined;
console.log(JSON.stringify({ seconds, peakBytes, sum }));
