import { createPhantom } from '@braingen/phantom';
import { train } from '@braingen/pipeline/node';
import { mni152Grid, resample, resizeGrid } from '@braingen/volume';

// Simulated heads instead of a folder of preprocessed volumes; their known pose instead of registration.
const grid = resizeGrid(mni152Grid, [16, 20, 16]);
const data = [];
for (let seed = 1; seed <= 4; seed++) {
  const { image, templateToWorld } = await createPhantom({ seed, spacing: 6 });
  data.push({ name: `sub-0${seed}`, volume: resample(image, grid, { transform: templateToWorld }) });
}

// A network that trains in seconds: too small to draw a brain. With `data = 'preprocessed'`, a folder, and no
// `config` the defaults take minutes on a CPU.
const config = {
  data: { shape: [16, 20, 16] },
  model: { channels: [8, 16], attentionLevels: [false, false], numHeadChannels: 8, normNumGroups: 8 },
  training: { steps: 20 },
};
await train(data, 'run', {
  config,
  resume: true,
  // The last report has the energy and no loss.
  onReport: ({ step, loss }) => loss !== undefined && console.log(`step ${step}: loss ${loss.toFixed(3)}`),
});
