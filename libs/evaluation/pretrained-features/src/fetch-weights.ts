import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile, type FileSource } from '@braingen/unet3d/node';
import { cacheFolder, download, DownloadError, hashFile, type DownloadOptions } from '@braingen/volume/node';
import { published, type PublishedName } from './published.ts';

export interface FetchWeightsOptions extends DownloadOptions {
  /** A copy of Hugging Face. @default HF_ENDPOINT, else huggingface.co */
  readonly baseUrl?: string | undefined;
  /** Where weights are kept. @default `cacheFolder('weights')` of @braingen/volume/node */
  readonly cache?: string | undefined;
}

/**
 * Published weights by name, from the cache or else from Hugging Face: 57 MB of ResNet-10, 185 MB of ResNet-50.
 *
 * @returns the file, open
 * @throws DownloadError if the network does not give the file with its SHA-256; it says how to do without
 */
export async function fetchWeights(name: PublishedName, options: FetchWeightsOptions = {}): Promise<FileSource> {
  const { file, repository, sha256 } = published[name];
  const cache = options.cache ?? cacheFolder('weights');
  const path = join(cache, file);
  if (!(await isThere(path)) || (await hashFile(path)) !== sha256) {
    const base = (options.baseUrl ?? (process.env['HF_ENDPOINT'] || 'https://huggingface.co')).replace(/\/+$/, '');
    const url = `${base}/${repository}/resolve/main/${file}`;
    await mkdir(cache, { recursive: true });
    const partial = join(cache, `.${file}-${process.pid}`);
    try {
      const found = await download(url, partial, options);
      if (found?.sha256 !== sha256)
        throw new DownloadError(
          `${url}: expected the SHA-256 ${sha256}, found ${found ? found.sha256 : 'no such file'}`,
        );
      await rename(partial, path);
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      throw new DownloadError(`${error.message}. Where the network allows, download ${file} and give its path`, {
        cause: error,
      });
    } finally {
      await rm(partial, { force: true });
    }
  }
  return openFile(path);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
