import { markup, type Html } from '../page/html.ts';
import type { Figure } from '../report-data.ts';
import type { Section } from './section.ts';

const explanations: readonly { readonly starts: string; readonly text: Html }[] = [
  {
    starts: 'FID',
    text: markup`<strong>FID</strong>, the Fr&eacute;chet distance between Gaussians fitted to features of real and of
      synthetic volumes (Heusel et al. 2017). It shrinks as sets grow and depends on what computes the features, so it
      ranks models measured alike and says little on its own. The real figure is between two halves of the real set.`,
  },
  {
    starts: 'MMD',
    text: markup`<strong>MMD</strong>, the squared maximum mean discrepancy (Gretton et al. 2012), unbiased: around zero,
      below it too, where the two sets could be one.`,
  },
  {
    starts: 'MS-SSIM',
    text: markup`<strong>MS-SSIM</strong>, the mean multiscale structural similarity of all pairs within a set (Wang et
      al. 2003): a measure of diversity. Above the real value the synthetic volumes are too alike; well below it they
      are unlike brains.`,
  },
];

export function readingSection(figures: readonly Figure[]): Section | undefined {
  const known = explanations.filter(({ starts }) => figures.some(({ name }) => name.startsWith(starts)));
  if (known.length === 0) return undefined;
  return {
    id: 'reading',
    title: 'How to read the figures',
    body: markup`<div class="prose">${known.map(({ text }) => markup`<p>${text}</p>`)}</div>`,
  };
}
