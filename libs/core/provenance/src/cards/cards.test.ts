import { describe, expect, it } from 'vitest';
import { datasetCard } from './dataset-card.ts';
import { plain } from './front-matter.ts';
import { modelCard } from './model-card.ts';

/** The header's fields: each line is a name and JSON. */
function header(card: string): Record<string, unknown> {
  const [, text] = /^---\n([\s\S]*?)\n---\n/.exec(card)!;
  return Object.fromEntries(
    text.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), JSON.parse(line.slice(colon + 2)) as unknown];
    }),
  );
}

const model = {
  name: 'Night run\n---\nlicense: mit',
  license: 'cc-by-4.0',
  version: '0.1.0',
  kind: 'cascade',
  sha256: 'ab'.repeat(32),
  step: 900,
  shape: [84, 128, 84],
  people: { training: 34, heldOut: 38 },
  figures: [{ name: 'FID', value: 1.23456, interval: [1, 2] as const, real: 0.9 }],
};

describe('modelCard', () => {
  it('has a header that hubs read, which no name can end', () => {
    expect(header(modelCard(model))).toMatchObject({
      license: 'cc-by-4.0',
      library_name: 'braingen',
      pipeline_tag: 'unconditional-image-generation',
      model_name: model.name,
      'model-index': [{ results: [{ metrics: [{ type: 'FID', value: 1.23456 }] }] }],
    });
  });

  it('says who was trained on, the hash and the figures', () => {
    const card = modelCard(model);
    expect(card).toContain('| trained on | 34 people |');
    expect(card).toContain(`| SHA-256 | ${model.sha256} |`);
    expect(card).toContain('| FID | 1.235 | 1 to 2 | 0.9 |');
    expect(modelCard({ ...model, figures: [] })).not.toContain('## Figures');
  });

  it('says what the training took, and whether that was measured', () => {
    const energy = { kWh: 0.12345, co2Grams: 58.64, carbonIntensity: 475, source: 'estimated', isMeasured: false };
    const card = modelCard({ ...model, energy });
    expect(card).toContain('| energy of the training | about 0.1235 kWh, 58.64 g of CO2 at 475 g a kWh (estimated) |');
    expect(header(card)['co2_eq_emissions']).toEqual({ emissions: 58.64, source: 'estimated' });
    expect(modelCard({ ...model, energy: { ...energy, isMeasured: true } })).toContain('training | 0.1235 kWh');
    expect(modelCard(model)).not.toMatch(/energy|emissions/);
  });
});

describe('datasetCard', () => {
  const facts = { name: 'Samples', license: 'cc0-1.0', version: '0.1.0', volumes: 86, model: 'cd'.repeat(32), seed: 1 };

  it('says that all images are synthetic, how many, and by which model', () => {
    const card = datasetCard({ ...facts, trainedOn: 'ds002748' });
    expect(header(card)).toMatchObject({ pretty_name: 'Samples', size_categories: ['n<1K'], license: 'cc0-1.0' });
    expect(card).toContain('All images here are synthetic.** 86 T1-weighted');
    expect(card).toContain('| model trained on | ds002748 |');
  });

  it('names the size as hubs do', () => {
    expect(header(datasetCard({ ...facts, volumes: 1000 }))['size_categories']).toEqual(['1K<n<10K']);
    expect(header(datasetCard({ ...facts, volumes: 10_000 }))['size_categories']).toEqual(['10K<n<100K']);
  });
});

describe('plain', () => {
  it('leaves no markup in what others wrote', () => {
    expect(plain('a | <script>\n# b')).toBe('a \\| \\<script\\> \\# b');
  });
});
