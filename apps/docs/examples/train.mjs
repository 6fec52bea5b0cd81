import { createPhantom } from '@braingen/phantom';
import { train } from '@braingen/pipeline/node';

// Simulated heads instead of a folder of preprocessed volumes, and a network that trains in seconds: too small to
// draw a brain. With `data = 'preprocessed'` and no `config` the defaults take minutes on a CPU.
const data = [];
for (let seed = 1; seed <= 4; seed++) {
  data.push({ name: `sub-0${seed}`, volume: (await createPhantom({ seed, spacing: 6 })).image });
}
const config = {
  data: { shape: [16, 20, 16] },
  model: { channels: [8, 16], attentionLevels: [false, false], normNumGroups: 8 },
  training: { steps: 20 },
};
await train(data, 'run', {
  config,
  onReport: ({ step, loss }) => console.log(`step ${step}: loss ${loss.toFixed(3)}`),
});
