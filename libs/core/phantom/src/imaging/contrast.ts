import type { Random } from '@braingen/volume';
import { labels } from '../anatomy/labels.ts';

/** Signal of a T1-weighted gradient echo at 1.5 to 3 T, white matter = 100, by eye from openly licensed scans. */
const t1Signals: { readonly [name in keyof typeof labels]: number } = {
  air: 0,
  leftWhiteMatter: 100,
  leftCortex: 66,
  leftLateralVentricle: 21,
  leftCerebellarWhiteMatter: 99,
  leftCerebellarCortex: 69,
  leftThalamus: 83,
  leftCaudate: 71,
  leftPutamen: 75,
  leftPallidum: 90,
  thirdVentricle: 22,
  fourthVentricle: 22,
  brainstem: 95,
  leftHippocampus: 67,
  leftAmygdala: 67,
  cerebrospinalFluid: 23,
  leftVentralDiencephalon: 88,
  rightWhiteMatter: 100,
  rightCortex: 66,
  rightLateralVentricle: 21,
  rightCerebellarWhiteMatter: 99,
  rightCerebellarCortex: 69,
  rightThalamus: 83,
  rightCaudate: 71,
  rightPutamen: 75,
  rightPallidum: 90,
  rightHippocampus: 67,
  rightAmygdala: 67,
  rightVentralDiencephalon: 88,
  dura: 42,
  corpusCallosum: 100,
  skin: 78,
  fat: 130,
  muscle: 55,
  compactBone: 9,
  diploe: 52,
  eye: 24,
  airway: 1,
  spinalCord: 92,
  spinalCanal: 24,
};

/** Which tissue map a structure belongs to: 1 CSF, 2 grey matter, 3 white matter, 0 outside the brain. */
export const tissueOfLabel: Uint8Array = tabulateTissues();

/** Signal of each label, with contrasts and scale a little different from scan to scan. */
export function drawSignals(random: Random): Float64Array {
  const signals = new Float64Array(256 + 256);
  // A scanner's units are arbitrary.
  const scale = Math.exp(0.35 * random.fork('scale').normal()) * 5;
  const contrast = 1 + 0.04 * random.fork('contrast').normal();
  for (const [name, label] of Object.entries(labels) as [keyof typeof labels, number][]) {
    // Left and right of a structure have one signal, and the callosum no edge in the white matter.
    const tissue = name === 'corpusCallosum' ? 'WhiteMatter' : name.replace(/^(left|right)/, '');
    const t1 = t1Signals[name];
    const drawn = t1 * (1 + 0.015 * random.fork(tissue).normal());
    signals[label] = scale * Math.max(100 + (drawn - 100) * contrast, t1 > 50 ? 10 : drawn);
  }
  signals[labels.air] = 0;
  return signals;
}

function tabulateTissues(): Uint8Array {
  const tissues = new Uint8Array(512);
  for (const [name, label] of Object.entries(labels)) {
    if (label === 0 || label >= 500 || label === labels.dura) continue;
    if (/ventricle|cerebrospinal/i.test(name)) tissues[label] = 1;
    else if (/white|brainstem|callosum/i.test(name)) tissues[label] = 3;
    else tissues[label] = 2;
  }
  return tissues;
}
