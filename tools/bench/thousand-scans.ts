/**
 * The memory that a training on many scans takes beyond the same on few: volumes of 84 x 128 x 84 voxels are made up in a temporary
 * folder, and each training runs in a process of its own, with two volumes and with all.
 *
 *     node tools/run-from-sources.js tools/bench/thousand-scans.ts [--scans 1000] [--kind unet|cascade] [--steps 20] [--folder DIR]
 *
 * 1,000 scans take 3.6 GB of disk for the scans and 3.6 GB for the cache. --folder keeps both for another run.
 */
import { execFileSync } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { train } from '@braingen/pipeline/node';
import { createRandom, identityAffine, Volume, type Shape3 } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';

const shape: Shape3 = [84, 128, 84];
const few = 2;
const { values: options } = parseArgs({
  options: {
    scans: { type: 'string', default: '1000' },
    kind: { type: 'string', default: 'unet' },
    steps: { type: 'string', default: '20' },
    folder: { type: 'string' },
    train: { type: 'string' },
  },
});

const network = { channels: [4, 8], numResBlocks: 1, normNumGroups: 4, middleAttention: false };
const models = {
  unet: {
    ...{ kind: 'unet', channels: [4, 8, 8], numResBlocks: 1, normNumGroups: 4 },
    ...{ attentionLevels: [false, false, false], numHeadChannels: 8 },
  },
  cascade: {
    kind: 'cascade',
    halvings: 1,
    stages: [
      { kind: 'coarse', level: 1, network, sigmaMax: 2, variations: 16 },
      { kind: 'details', level: 1, network, crop: [16, 16, 16], variations: 16 },
    ],
  },
};

/** An ellipsoid with a darker rind: 0 outside, 0.6 and 1. */
const ellipsoid = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, at) => {
  const [x, y, z] = [at % shape[0], Math.floor(at / shape[0]) % shape[1], Math.floor(at / shape[0] / shape[1])];
  const [dx, dy, dz] = [x / shape[0] - 0.5, y / shape[1] - 0.5, z / shape[2] - 0.5];
  const out = Math.sqrt(dx * dx + dy * dy + dz * dz) / 0.42;
  return out > 1 ? 0 : out > 0.8 ? 0.6 : 1;
});

/** The same for everyone, but for a pattern of the person's own. */
function madeUp(person: number): Volume {
  const random = createRandom(`person ${person}`);
  const pattern = Float32Array.from({ length: 997 }, () => 1 + 0.05 * random.normal());
  const voxels = new Float32Array(ellipsoid.length);
  for (let at = 0, i = 0; at < voxels.length; at++, i = i === 996 ? 0 : i + 1) voxels[at] = ellipsoid[at] * pattern[i];
  return new Volume(voxels, { shape, affine: identityAffine });
}

/** Trains in this process, and says what it took. */
async function measure(folder: string): Promise<void> {
  const began = performance.now();
  let prepared = 0;
  const run = await mkdtemp(join(tmpdir(), 'braingen-thousand-'));
  try {
    const dataset = await train(join(folder, 'scans'), run, {
      config: {
        data: { shape, validation: 0.01 },
        model: models[options.kind as keyof typeof models],
        training: { steps: Number(options.steps), pictures: false, validateEvery: 1e6, checkpointEvery: 1e6 },
      },
      cache: join(folder, 'cache'),
      inMemory: 0,
      memoryCheck: false,
      onDataset: () => (prepared = performance.now()),
    });
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const figures = {
      volumes: dataset.training.length + dataset.validation.length,
      peakMB: Math.round(maxRSS / 1024),
      openedSeconds: (prepared - began) / 1000,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    };
    console.log(JSON.stringify(figures));
  } finally {
    await rm(run, { recursive: true });
  }
}

async function compare(): Promise<void> {
  const root = options.folder ?? (await mkdtemp(join(tmpdir(), 'braingen-scans-')));
  try {
    const scans = Number(options.scans);
    const folders = { few: join(root, 'few'), many: join(root, 'many') };
    for (const folder of Object.values(folders)) await mkdir(join(folder, 'scans'), { recursive: true });
    for (let person = 0; person < scans; person++) {
      const name = `sub-${String(person).padStart(4, '0')}_T1w.nii`;
      const path = join(folders.many, 'scans', name);
      await access(path).catch(() => writeVolume(path, madeUp(person)));
      if (person < few) await symlink(path, join(folders.few, 'scans', name)).catch(() => {});
    }
    console.log(
      `${(await readdir(join(folders.many, 'scans'))).length} scans of ${shape.join(' x ')}, ${options.kind}`,
    );
    const script = process.argv[1];
    const peaks = Object.values(folders).map((folder) => {
      const args = [script, '--train', folder, '--kind', options.kind, '--steps', options.steps];
      const line = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n').at(-1) as string;
      console.log(line);
      return (JSON.parse(line) as { peakMB: number }).peakMB;
    });
    console.log(`${peaks[1] - peaks[0]} MB more than on ${few} scans`);
  } finally {
    if (options.folder === undefined) await rm(root, { recursive: true });
  }
}

if (options.train === undefined) await compare();
else await measure(options.train);
