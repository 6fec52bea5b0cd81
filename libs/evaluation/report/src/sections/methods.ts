import { markup } from '../page/html.ts';
import { formatSetting } from '../page/numbers.ts';
import type { Figure, ReportData } from '../report-data.ts';
import type { Section } from './section.ts';

interface Sentence {
  readonly applies: (name: string) => boolean;
  readonly says: (figure: Figure) => string;
  readonly cites: readonly string[];
}

const naeem =
  'Naeem MF, Oh SJ, Uh Y, Choi Y, Yoo J. Reliable fidelity and diversity metrics for generative models. ICML 2020.';
const starts = (text: string) => (name: string) => name.startsWith(text);
const features = ({ settings }: Figure): string => `on ${formatSetting(settings.features)}`;

const sentences: readonly Sentence[] = [
  {
    applies: starts('FID'),
    says: (figure) => `the Fréchet distance (FID) ${features(figure)}`,
    cites: [
      'Heusel M, Ramsauer H, Unterthiner T, Nessler B, Hochreiter S. GANs trained by a two time-scale update rule converge to a local Nash equilibrium. NeurIPS 2017.',
    ],
  },
  {
    applies: starts('KID'),
    says: (figure) => `the kernel distance (KID) ${features(figure)}`,
    cites: ['Bińkowski M, Sutherland DJ, Arbel M, Gretton A. Demystifying MMD GANs. ICLR 2018.'],
  },
  {
    applies: starts('MMD'),
    says: (figure) =>
      `the unbiased squared maximum mean discrepancy (MMD) with a ${formatSetting(figure.settings.kernel)} kernel ${features(figure)}`,
    cites: [
      'Gretton A, Borgwardt KM, Rasch MJ, Schölkopf B, Smola A. A kernel two-sample test. JMLR 2012; 13:723-773.',
    ],
  },
  {
    applies: starts('MS-SSIM'),
    says: ({ settings }) =>
      `diversity as the mean multiscale structural similarity (MS-SSIM) over pairs within each set (window ${formatSetting(settings.window)}, ${formatSetting(settings.scales)} scales)`,
    cites: [
      'Wang Z, Simoncelli EP, Bovik AC. Multiscale structural similarity for image quality assessment. Asilomar 2003.',
    ],
  },
  {
    applies: starts('Fold'),
    says: ({ settings }) =>
      `the ${formatSetting(settings.features)} (Haar transform) in a shell of cortex, synthetic over real`,
    cites: [
      'Mallat SG. A theory for multiresolution signal decomposition: the wavelet representation. IEEE Trans Pattern Anal Mach Intell 1989; 11:674-693.',
    ],
  },
  {
    applies: starts('Power spectrum'),
    says: () => 'the largest ratio of radial power spectra up to half of the Nyquist frequency',
    cites: [
      'Durall R, Keuper M, Keuper J. Watch your up-convolution: CNN based generative deep neural networks are failing to reproduce spectral distributions. CVPR 2020.',
    ],
  },
  {
    applies: (name) => name === 'Precision' || name === 'Recall',
    says: ({ name, settings }) => `${name.toLowerCase()} with ${formatSetting(settings.neighbours)} neighbours`,
    cites: [
      'Kynkäänniemi T, Karras T, Laine S, Lehtinen J, Aila T. Improved precision and recall metric for assessing generative models. NeurIPS 2019.',
    ],
  },
  {
    applies: (name) => name === 'Density' || name === 'Coverage',
    says: ({ name, settings }) => `${name.toLowerCase()} with ${formatSetting(settings.neighbours)} neighbours`,
    cites: [naeem],
  },
];

const intervals = [
  'Efron B, Stein C. The jackknife estimate of variance. Ann Stat 1981; 9:586-596.',
  'Shao J, Wu CFJ. A general theory for jackknife variance estimation. Ann Stat 1989; 17:1176-1197.',
];
const copies =
  'Dar SUH et al. Unconditional latent diffusion models memorize patient imaging data. arXiv 2402.01054, 2024.';

const synthSeg =
  'Billot B et al. SynthSeg: segmentation of brain MRI scans of any contrast and resolution without retraining. Med Image Anal 2023; 86:102789.';
const wu = 'Wu J, Peng W, Li B, Zhang Y, Pohl KM. Evaluating the quality of brain MRI generators. MICCAI 2024.';

/** A paragraph for a paper's methods, with its references. */
export function methodsSection({ metrics, regions, audit, run }: ReportData): Section | undefined {
  const used = metrics.flatMap((figure) => {
    const sentence = sentences.find(({ applies }) => applies(figure.name));
    return sentence ? [{ figure, sentence }] : [];
  });
  if (used.length === 0) return undefined;
  const references: string[] = [];
  const cite = (...sources: readonly string[]): string => {
    for (const source of sources) if (!references.includes(source)) references.push(source);
    return `[${sources.map((source) => references.indexOf(source) + 1).join(', ')}]`;
  };
  const { n } = metrics[0];
  const listed = used.map(({ figure, sentence }) => `${sentence.says(figure)} ${cite(...sentence.cites)}`);
  const version = (run.versions as { braingen?: string } | undefined)?.braingen;
  const paragraphs = [
    `${n.synthetic} synthetic volumes were compared with ${n.real} real ones with Braingen${version === undefined ? '' : ` ${version}`}. ` +
      `We measured ${listed.join('; ')}. Intervals of 95 % come from the jackknife, leaving out one volume and half of them ${cite(...intervals)}.`,
    ...(regions
      ? [
          `Brains were segmented by a network trained on simulated scans of label maps ${cite(synthSeg)}, and regions in which it expected a Dice coefficient below ${regions.limit} were left out; ` +
            `sizes of regions were compared by Cohen's d after regression on the size of the head ${cite(wu)}.`,
        ]
      : []),
    ...(audit
      ? [
          `Each synthetic volume was compared with its nearest training volume, mirrored too, by the correlation of what remains when the mean training head is taken off ${cite(copies)}; ` +
            `the index is the distance from the mean among ${audit.reference.n} ${audit.reference.of}, in standard deviations, and above ${audit.reference.limit} a volume was called a copy: ${audit.flagged} of ${audit.pairs.length}.`,
        ]
      : []),
  ];
  return {
    id: 'methods',
    title: 'Methods, ready to paste',
    body: markup`<div class="prose paste">
      ${paragraphs.map((text) => markup`<p>${text}</p>`)}
      <ol class="references">${references.map((text) => markup`<li>${text}</li>`)}</ol>
    </div>`,
  };
}
