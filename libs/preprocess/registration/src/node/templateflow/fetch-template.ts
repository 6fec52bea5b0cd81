import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, download, DownloadError, type DownloadOptions } from '@braingen/volume/node';
import { knownSums } from './known.ts';
import { companionFiles, folderName, headFile, resolutions } from './names.ts';
import { checkedRecord, writeRecord, type FetchedFile } from './record.ts';
import { TemplateUnavailable } from './unavailable.ts';

export interface TemplateFlowOptions extends DownloadOptions {
  /** The address of a copy of TemplateFlow. @default BRAINGEN_TEMPLATEFLOW_URL, else its store at Amazon */
  readonly baseUrl?: string | undefined;
  /** Where templates are kept. @default `cacheFolder('templateflow')` of @braingen/volume/node */
  readonly cache?: string | undefined;
}

export interface FetchedTemplate {
  readonly folder: string;
  /** The head first. */
  readonly files: readonly FetchedFile[];
}

const store = 'https://templateflow.s3.amazonaws.com';

/**
 * A template's head, and its mask and priors as far as there are any, from the cache or else from TemplateFlow. They come
 * into a folder beside their place, which takes its name when all are there: the cache holds a template whole or not at
 * all, whoever else downloads it meanwhile.
 */
export async function fetchTemplate(name: string, options: TemplateFlowOptions = {}): Promise<FetchedTemplate> {
  const cache = options.cache ?? cacheFolder('templateflow');
  const folder = join(cache, folderName(name));
  const cached = await checkedRecord(folder);
  if (cached) return { folder, files: cached };

  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, `.${folderName(name)}-`));
  try {
    const files = await fetchAll(name, partial, options);
    await writeRecord(partial, files);
    // Another process may have been quicker; then its files serve.
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) throw error;
    });
  } catch (error) {
    if (!(error instanceof TemplateUnavailable || error instanceof DownloadError)) throw error;
    throw new TemplateUnavailable(`${error.message}. ${otherWays(name)}`, { cause: error });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  const files = await checkedRecord(folder);
  if (!files) throw new TemplateUnavailable(`${folder}: expected the downloaded template, found nothing`);
  return { folder, files };
}

async function fetchAll(name: string, folder: string, options: TemplateFlowOptions): Promise<FetchedFile[]> {
  const base = (options.baseUrl ?? (process.env['BRAINGEN_TEMPLATEFLOW_URL'] || store)).replace(/\/+$/, '');
  const address = `${base}/${folderName(name)}`;
  const files: FetchedFile[] = [];
  const most = 1 + companionFiles(name, resolutions[0]).length;
  let done = 0;
  const fetchOne = async (file: string): Promise<boolean> => {
    const url = `${address}/${file}`;
    const found = await download(url, join(folder, file), {
      ...options,
      onProgress: (fraction) => options.onProgress?.((done + fraction) / most),
    });
    if (!found) return false;
    if (knownSums[file] !== undefined && knownSums[file] !== found.sha256)
      throw new TemplateUnavailable(`${url}: expected the SHA-256 ${knownSums[file]}, found ${found.sha256}`);
    files.push({ name: file, url, sha256: found.sha256 });
    return true;
  };
  for (const resolution of resolutions) {
    if (!(await fetchOne(headFile(name, resolution)))) continue;
    for (const file of companionFiles(name, resolution)) {
      done++;
      await fetchOne(file);
    }
    options.onProgress?.(1);
    return files;
  }
  const expected = resolutions.map((resolution) => headFile(name, resolution)).join(' or ');
  throw new RangeError(`template "${name}": expected ${expected} at ${address}, found neither`);
}

const otherWays = (name: string): string =>
  `Download ${headFile(name, 'res-01')}, with mask and priors beside it, where the network allows and give the path of ` +
  `the file (--template FILE), or leave the template out to take the one that is built in`;
