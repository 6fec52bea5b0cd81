import { defaultFeatures, type FeatureExtractor } from '@braingen/metrics';
import type { FeatureChoice } from '@braingen/pipeline';
import { medicalNet, published, radImageNet, type PublishedName } from '@braingen/pretrained-features';
import { fetchWeights } from '@braingen/pretrained-features/node';
import { openFile, type FileSource } from '@braingen/unet3d/node';

/**
 * Features of a random network, or of a published one: 'medicalnet-10' and 'medicalnet-50' are downloaded, 'medicalnet=FILE' and
 * 'radimagenet=FILE' read from a file.
 *
 * @throws CheckpointError for a file that holds another network; DownloadError where the network gives none
 */
export async function openNamedFeatures(choice: Exclude<FeatureChoice, 'anatomy'>): Promise<FeatureExtractor> {
  if (choice === 'random') return defaultFeatures;
  if (isPublished(choice)) return reading(await fetchWeights(choice), medicalNet);
  const [network, path] = [choice.slice(0, choice.indexOf('=')), choice.slice(choice.indexOf('=') + 1)];
  return reading(await openFile(path), network === 'medicalnet' ? medicalNet : radImageNet);
}

const isPublished = (choice: string): choice is PublishedName => choice in published;

async function reading(
  file: FileSource,
  open: (file: FileSource) => Promise<FeatureExtractor>,
): Promise<FeatureExtractor> {
  try {
    return await open(file);
  } finally {
    await file.close();
  }
}
