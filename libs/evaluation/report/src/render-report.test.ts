import { identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { threePlanes } from './pictures/montage.ts';
import { renderReport } from './render-report.ts';
import type { ReportData } from './report-data.ts';

const png = threePlanes(
  new Volume(
    Float32Array.from({ length: 1000 }, (_, i) => i % 7),
    { shape: [10, 10, 10], affine: identityAffine },
  ),
);
const picture = (label: string) => ({ png, label });

const effect = (d: number | null) => ({ d, interval: d === null ? null : ([d - 1, d + 1] as const) });
const spread = { mean: 600, deviation: 20 };
const fit = (slope: number) => ({
  ...{ slope, interval: [slope - 0.5, slope + 0.5] as const, middle: { covariate: 50, ml: 600 } },
  points: [20, 80].map((age) => [age, 600 + slope * (age - 50)] as const),
});

const everything: ReportData = {
  title: 'Ten heads & <more>',
  lead: 'A model.',
  created: '2026-03-04T05:06:07Z',
  warnings: ['sub-07 failed: "expected" <float32>'],
  regions: {
    regions: [
      {
        region: 'cortex',
        ml: { real: spread, synthetic: { mean: 650, deviation: 10 } },
        size: effect(2.34),
        sizeOfTraining: effect(0.1),
        asymmetry: { ...effect(-0.5), means: { real: 0.01, synthetic: -0.02 } },
        byCovariate: { real: fit(-1.25), synthetic: fit(-0.5), size: effect(1.1) },
      },
      { region: 'brainstem', ml: { real: spread, synthetic: null }, size: effect(null) },
    ],
    clouds: {
      synthetic: { distance: 1.9, interval: [1.5, 2.3] },
      training: { distance: 0.8, interval: null },
    },
    covariate: { name: 'age', unit: 'ml a year', doubts: ['age is not known of 2 of 8 synthetic brains'] },
    reliable: [
      { set: 'real', reliable: 11, of: 12 },
      { set: 'synthetic', reliable: 3, of: 8 },
    ],
    limit: 0.65,
    figures: [
      { name: 'Effect size of cortex', value: 2.34, interval: null, n: { real: 11, synthetic: 3 }, settings: {} },
    ],
  },
  real: { pictures: [picture('sub-01')], total: 12 },
  synthetic: { pictures: [{ ...picture('sample-1'), slices: { png, count: 5 } }], total: 1 },
  metrics: [
    {
      name: 'FID',
      value: 19.39,
      interval: [16.8, 22.5],
      n: { real: 86, synthetic: 86 },
      settings: { features: 'random', window: 5, baseline: 'real halves of 43', atBaselineSize: 21.3 },
      baseline: { value: 12.1, interval: [10, 14.2] },
      baselines: [{ name: 'linear Gaussian', value: 15.2, interval: [13, 17] }],
      better: 'lower',
    },
    { name: 'mine', value: 1, unit: 'mm', interval: null, n: { real: 86, synthetic: 86 }, settings: {} },
  ],
  audit: {
    flagged: 1,
    pairs: [
      {
        synthetic: 'sample-1',
        training: 'sub-01',
        similarity: 0.98,
        index: 21,
        part: 'left half',
        mirrored: true,
        flagged: true,
        pictures: [png, png, png],
      },
      {
        synthetic: 'sample-2',
        training: 'sub-02',
        similarity: 0.2,
        index: 0.9,
        part: 'whole',
        mirrored: false,
        flagged: false,
      },
    ],
    reference: { of: 'unseen people', n: 3, indices: [-1, 0, 1], limit: 3, similarityLimit: 0.6, flagged: 0 },
  },
  quality: [
    { name: 'signal to noise', value: 12.5, group: [12.5, 20, 21], standsApart: true },
    { name: 'white matter', unit: 'mL', value: 510, group: [480, 510], standsApart: false },
  ],
  people: [{ set: 'Held out', what: 'Never trained on.', names: ['sub-01', 'sub-<02>'] }],
  costs: [
    { stage: 'train', seconds: 3600, energy: { joules: 7200, how: 'estimated' } },
    { stage: 'sample', seconds: 60 },
  ],
  command: 'braingen run "<in>" out',
  links: [{ label: 'figures', href: 'out/figures 1.csv' }],
  findings: ['FID does not beat the linear Gaussian model.'],
  training: {
    measure: 'mean squared error',
    curves: [
      {
        name: 'training',
        points: [
          [1, 1],
          [2, 0.1],
        ],
      },
    ],
    facts: { batchSize: 2 },
  },
  trajectory: [picture('t = 1000')],
  preprocessing: [{ name: 'sub-01', href: 'sub-01/anat/a scan.html', steps: [picture('raw'), picture('denoise')] }],
  settings: { Network: { channels: [32, 64] } },
  run: { seed: 3, engine: 'native', threads: 2, seconds: 90.5, energy: null, versions: { node: '20' } },
};
const page = renderReport(everything);

/** Tags that are opened and must be closed, in order. */
function unbalanced(markup: string): string[] {
  const open: string[] = [];
  for (const [, closing, name, selfClosing] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (selfClosing || ['meta', 'img', 'input'].includes(name)) continue;
    if (!closing) open.push(name);
    else if (open.pop() !== name) return [...open, `/${name}`];
  }
  return open;
}

describe('renderReport', () => {
  it('shows every part of the data', () => {
    for (const title of [
      'Figures of merit',
      'Regions of the brain',
      'Who was in which set',
      'Cost and files',
      'Methods, ready to paste',
      'Synthetic beside real',
      'From noise to volume',
      'Memorisation audit',
      'Training',
      'Quality figures',
      'Preprocessing',
      'Settings and provenance',
    ]) {
      expect(page).toContain(`>${title}</h2>`);
    }
    expect(page).toContain('4 March 2026');
    expect(page).toContain('synthetic at that size 21.3');
    expect(page).toContain('1 of 2 synthetic volumes looks like a copy');
    expect(page).toContain('and 11 more');
    expect(page).toContain('linear Gaussian <strong>15.2</strong>');
    expect(page).toContain('too few for an interval');
    expect(page).toContain('index 21, similarity 0.980, left half, mirrored, flagged');
    expect(page).toContain('2 Wh, estimated');
    expect(page).toContain('<strong>12.5</strong> (stands apart)');
    expect(page).toContain('signal to noise: this scan 12.5, the group 12.5 to 21');
    expect(page).toMatch(/510 mL<\/td>\s*<td>495<\/td>\s*<td>2 of 2/);
    expect(page).toContain('effect sizes: cortex 2.34; brainstem too few brains');
    expect(page).toContain('real 11 of 12, synthetic 3 of 8');
    expect(page).toContain('cortex over age: real \u22121.25 ml a year, synthetic \u22120.500 ml a year');
    expect(page).toMatch(
      /\u22121.25 \[\u22121.75, \u22120.75\]<\/td>\s*<td>\u22120.50 \[.*\]<\/td>\s*<td>1.10 \[0.10, 2.10\]/,
    );
    expect(page).toContain('Age is not known of 2 of 8 synthetic brains.');
    expect(page).toMatch(/lie 1.90 \[1.50, 2.30\] standard deviations a\s+region.*transport, training scans 0.80\./s);
    expect(page).toMatch(/600 ± 20<\/td>\s*<td>650 ± 10<\/td>\s*<td>2.34 \[1.34, 3.34\]/);
    expect(page).toContain(encodeURIComponent('Effect size of cortex,synthetic,2.34'));
    expect(page).toContain('FID does not beat the linear Gaussian model.');
  });

  it('asks for nothing from anywhere and runs no script but its own', () => {
    expect(page).not.toMatch(
      /(?:src|href)="(?!data:image\/png;base64,|data:text\/csv|out\/figures%201.csv|sub-01\/anat\/a%20scan\.html|#)/,
    );
    expect(page).not.toMatch(/url\(|@import|<link|\son[a-z]+=/);
    expect([...page.matchAll(/<script/g)]).toHaveLength(1);
  });

  it('is well formed', () => {
    expect(unbalanced(page)).toEqual([]);
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  it('takes nothing from a file for markup, whatever its shape', () => {
    const name = { text: '<script>alert(1)</script>' } as unknown as string;
    const bare = renderReport({ title: name, created: 'today', metrics: [], run: {}, warnings: [name] });
    expect(bare).not.toContain('<script>alert');
    expect(bare).toContain('&lt;script&gt;alert(1)');
  });

  it('escapes what comes from file names and errors', () => {
    expect(page).toContain('Ten heads &amp; &lt;more&gt;');
    expect(page).toContain('sub-07 failed: &quot;expected&quot; &lt;float32&gt;');
  });

  it('gives every picture words and a size, every contents link a target', () => {
    const images = [...page.matchAll(/<img src=[^>]*>/g)].map(([tag]) => tag);
    expect(images).toHaveLength(9);
    for (const tag of images) expect(tag).toMatch(/width="\d+" height="\d+" alt="[^"]+"/);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`<section id="${target}"`);
  });

  it('embeds the picture byte for byte', () => {
    const [, data] = page.match(/src="data:image\/png;base64,([^"]+)"/) ?? [];
    expect(new Uint8Array(Buffer.from(data, 'base64'))).toEqual(new Uint8Array(png));
  });

  it('leaves out what there is no data for', () => {
    const bare = renderReport({ title: 'Bare', created: 'today', metrics: [], run: {} });
    expect([...bare.matchAll(/<h2/g)]).toHaveLength(1);
    expect(unbalanced(bare)).toEqual([]);
  });

  it('says what is no copy but nearer to a training volume than people are', () => {
    const { audit } = everything;
    const near = (index: number) =>
      renderReport({
        ...everything,
        audit: audit && { ...audit, pairs: [audit.pairs[0], { ...audit.pairs[1], index, similarity: 0.35 }] },
      });
    expect(near(4)).toMatch(
      /1 of 2 lies nearer to a training volume than\s+unseen people do.*correlation of at most 0\.35/s,
    );
    expect(near(2.9)).not.toContain('nearer to a training volume');
  });

  it('says so when nothing was flagged', () => {
    const { audit } = everything;
    const clean = renderReport({ ...everything, audit: audit && { ...audit, flagged: 0 } });
    expect(clean).toContain('None of 2 synthetic volumes looks like a copy');
  });

  it('refuses a picture that is not a PNG', () => {
    const broken = { pictures: [{ png: new Uint8Array(3), label: 'x' }], total: 1 };
    expect(() => renderReport({ ...everything, real: broken })).toThrow('expected the bytes of a PNG, found 3 others');
  });
});
