import { readFile } from 'node:fs/promises';
import { serveLoopback, type Answer, type Loopback } from '@braingen/loopback';
import { viewerPage } from './viewer-page.ts';

/** A volume that can be chosen. */
export interface ViewerVolume {
  readonly label: string;
  /** A NIfTI file, .nii or .nii.gz; one of several volumes is shown frame by frame. */
  readonly path: string;
  /** A mask, or by its name NAME_dseg.nii.gz a segmentation, which can be laid over it. */
  readonly overlay?: string | undefined;
}

/** One of the pictures side by side, with the volumes to choose from. */
export interface ViewerPane {
  readonly title: string;
  readonly volumes: readonly ViewerVolume[];
}

/** What a number of a segmentation means: a row of a BIDS lookup table (`dseg.tsv`). */
export interface ViewerLabel {
  readonly index: number;
  readonly name: string;
  /** #rrggbb */
  readonly color: string;
}

export interface ViewerOptions {
  /** From left to right. */
  readonly panes: readonly ViewerPane[];
  /** Intensities that are black and white, in all panes alike. @default each volume its own */
  readonly window?: readonly [black: number, white: number] | undefined;
  /** Of segmentations laid over volumes. @default colours of NiiVue's */
  readonly labels?: readonly ViewerLabel[] | undefined;
  /** 0 for any that is free. @default 0 */
  readonly port?: number | undefined;
}

/** NiiVue as the text of one module, which its package carries encoded, without types. */
async function niivueModule(): Promise<string> {
  const { esm } = (await import(import.meta.resolve('@niivue/niivue/min'))) as { readonly esm: string };
  return decodeURIComponent(esm);
}

/** NiiVue decodes its font and its colour maps from data that stand in its module, and reads volumes in workers made of text. */
const policy = {
  'script-src': "'self' 'unsafe-inline' blob:",
  'worker-src': 'blob:',
  'img-src': "'self' data: blob:",
  'connect-src': "'self' data: blob:",
};

/**
 * Serves a page on this machine alone that shows volumes side by side in NiiVue, at one place of the world: slices that can be
 * scrolled, zoomed and turned. Nothing is requested from elsewhere, and no file but those named is given out.
 *
 * @throws RangeError without volumes, or for a file that is no NIfTI by its name
 */
export async function serveViewer({ panes, window, labels, port }: ViewerOptions): Promise<Loopback> {
  const files = new Map<string, string>();
  const addressOf = (path: string): string => {
    const ending = /\.nii(\.gz)?$/.exec(path)?.[0];
    if (ending === undefined) throw new RangeError(`serveViewer: expected a file .nii or .nii.gz, found ${path}`);
    const address = `volume-${files.size}${ending}`;
    files.set(address, path);
    return address;
  };
  const listed = panes
    .filter(({ volumes }) => volumes.length > 0)
    .map(({ title, volumes }) => ({
      title,
      volumes: volumes.map(({ label, path, overlay }) => ({
        label,
        url: addressOf(path),
        ...(overlay !== undefined && { overlay: addressOf(overlay), isSegmentation: /_dseg\.nii/.test(overlay) }),
      })),
    }));
  if (listed.length === 0) throw new RangeError('serveViewer: expected volumes to show, found none');
  const list = JSON.stringify({ panes: listed, window, labels });

  return serveLoopback(
    async (method, { pathname }): Promise<Answer | undefined> => {
      if (method !== 'GET') return undefined;
      if (pathname === '/') return { type: 'text/html; charset=utf-8', body: viewerPage };
      if (pathname === '/niivue.js') return { type: 'text/javascript; charset=utf-8', body: await niivueModule() };
      if (pathname === '/volumes') return { type: 'application/json', body: list };
      const path = files.get(pathname.slice(1));
      return path === undefined ? undefined : { type: 'application/octet-stream', body: await readFile(path) };
    },
    { port, policy },
  );
}
