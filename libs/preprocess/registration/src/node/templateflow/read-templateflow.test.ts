import { localServer, type Answer, type LocalServer } from '@braingen/test-fixtures';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNifti, freezeAffine, resample, type Volume } from '@braingen/volume';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadTemplate } from '../../template/load.ts';
import { isTemplateFlowName } from './names.ts';
import { readTemplateFlow } from './read-templateflow.ts';
import { TemplateUnavailable } from './unavailable.ts';

const name = 'MNI152Made';
const stem = `/tpl-${name}/tpl-${name}_res-01`;

let folder: string, cache: string;
let head: Volume<Float32Array>, half: Volume<Float32Array>;
let headBytes: Uint8Array, halfBytes: Uint8Array;
let server: LocalServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-templateflow-'));
  head = resample((await loadTemplate()).head, {
    shape: [30, 36, 30],
    affine: freezeAffine([[6, 0, 0, -90], [0, 6, 0, -126], [0, 0, 6, -72], [0, 0, 0, 1]]), // prettier-ignore
  });
  half = head.with(head.voxels.map((_, i) => (i % 30 < 15 ? 1 : 0)));
  [headBytes, halfBytes] = await Promise.all([head, half].map((volume) => encodeNifti(volume, { gzip: true })));
});
beforeEach(async () => {
  cache = await mkdtemp(join(folder, 'cache-'));
});
afterEach(() => server?.close());
afterAll(() => rm(folder, { recursive: true }));

const serve = async (answers: Record<string, Answer | Uint8Array>): Promise<{ baseUrl: string; cache: string }> => {
  server = await localServer(answers);
  return { baseUrl: server.url, cache };
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('readTemplateFlow', () => {
  it('downloads head, mask and priors, says where they come from, and then needs no network', async () => {
    const options = await serve({
      [`${stem}_T1w.nii.gz`]: headBytes,
      [`${stem}_desc-brain_mask.nii.gz`]: halfBytes,
      [`${stem}_label-GM_probseg.nii.gz`]: halfBytes,
    });
    const seen: number[] = [];
    const template = await readTemplateFlow(name, { ...options, onProgress: (fraction) => seen.push(fraction) });
    expect([...template.head.voxels]).toEqual([...head.voxels]);
    expect([...template.intracranialMask.voxels]).toEqual([...half.voxels]);
    expect([...template.priors.gm.voxels]).toEqual([...half.voxels]);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);

    const { provenance } = template;
    expect(provenance).toMatchObject({ name, space: 'MNI152' });
    expect(provenance.licence).toContain(`github.com/templateflow/tpl-${name}`);
    expect(provenance.citation).toContain('Ciric et al. 2022');
    expect(provenance.sources[0].files).toEqual([
      { name: `tpl-${name}_res-01_T1w.nii.gz`, sha256: sha256(headBytes), url: `${server.url}${stem}_T1w.nii.gz` },
      expect.objectContaining({ url: `${server.url}${stem}_desc-brain_mask.nii.gz`, sha256: sha256(halfBytes) }),
      expect.objectContaining({ url: `${server.url}${stem}_label-GM_probseg.nii.gz`, sha256: sha256(halfBytes) }),
    ]);
    expect(provenance.sources[1]).toMatchObject({ use: 'prior of CSF, prior of WM', files: [] });

    await server.close();
    expect((await readTemplateFlow(name, options)).provenance).toEqual(provenance);
    expect(await readdir(cache)).toEqual([`tpl-${name}`]);
  });

  it('finds what TemplateFlow numbers with one digit', async () => {
    const path = `/tpl-${name}/tpl-${name}_res-1_T1w.nii.gz`;
    const { provenance } = await readTemplateFlow(name, await serve({ [path]: headBytes }));
    expect(provenance.sources[0].files.map((file) => file.url)).toEqual([`${server.url}${path}`]);
    expect(server.asked[0]).toBe(`${stem}_T1w.nii.gz`);
  });

  it('serves several at once that find the cache empty', async () => {
    const options = await serve({ [`${stem}_T1w.nii.gz`]: headBytes });
    const [a, b] = await Promise.all([readTemplateFlow(name, options), readTemplateFlow(name, options)]);
    expect(a.provenance).toEqual(b.provenance);
    expect(await readdir(cache)).toEqual([`tpl-${name}`]);
  });

  it.each([
    ['has a prior that breaks off', { [`${stem}_label-GM_probseg.nii.gz`]: cutShort }, /broke off/],
    ['does not answer', { [`${stem}_T1w.nii.gz`]: (): void => {} }, /_T1w.nii.gz: no byte came in 0.2 s/],
    ['asks for a password', { [`${stem}_T1w.nii.gz`]: refuse }, /_T1w.nii.gz: .* found HTTP status 401/],
  ])('leaves nothing in the cache where the server %s, and says how to go on', async (_, answers, message) => {
    const options = { ...(await serve({ [`${stem}_T1w.nii.gz`]: headBytes, ...answers })), timeout: 200 };
    const failed = await readTemplateFlow(name, options).catch((error: Error) => error);
    expect(failed).toBeInstanceOf(TemplateUnavailable);
    expect((failed as Error).message).toMatch(message);
    expect((failed as Error).message).toMatch(/--template FILE.*built in$/);
    expect((failed as Error).message).not.toContain('\n');
    expect(await readdir(cache)).toEqual([]);
  });

  it('refuses a file whose public sum is another', async () => {
    const path = '/tpl-MNI152NLin2009cAsym/tpl-MNI152NLin2009cAsym_res-01_T1w.nii.gz';
    const options = await serve({ [path]: headBytes });
    await expect(readTemplateFlow('MNI152NLin2009cAsym', options)).rejects.toThrow(
      `${server.url}${path}: expected the SHA-256 1f27aabea9f7183dc0c69dafa71e1787b921ca778d655d9c1bf302b273d5627a, ` +
        `found ${sha256(headBytes)}`,
    );
  });

  it('refuses a cached file that was changed, taken away or added', async () => {
    const options = await serve({ [`${stem}_T1w.nii.gz`]: headBytes, [`${stem}_label-GM_probseg.nii.gz`]: halfBytes });
    const place = join(cache, `tpl-${name}`);
    await readTemplateFlow(name, options);
    const asked = server.asked.length;

    await writeFile(join(place, `tpl-${name}_res-01_desc-brain_mask.nii.gz`), halfBytes);
    await expect(readTemplateFlow(name, options)).rejects.toThrow(/_mask.nii.gz: expected only files that were down/);
    await rm(join(place, `tpl-${name}_res-01_desc-brain_mask.nii.gz`));
    await readTemplateFlow(name, options);

    await appendFile(join(place, `tpl-${name}_res-01_label-GM_probseg.nii.gz`), 'x');
    await expect(readTemplateFlow(name, options)).rejects.toThrow(
      `label-GM_probseg.nii.gz: expected the SHA-256 ${sha256(halfBytes)} of its download, found`,
    );
    await rm(join(place, `tpl-${name}_res-01_label-GM_probseg.nii.gz`));
    await expect(readTemplateFlow(name, options)).rejects.toThrow(/found no file. Remove .* downloaded again/);
    await writeFile(join(place, 'braingen.json'), '{');
    await expect(readTemplateFlow(name, options)).rejects.toThrow(RangeError);
    expect(server.asked.length).toBe(asked);

    await rm(place, { recursive: true });
    await mkdir(place);
    await expect(readTemplateFlow(name, options)).rejects.toThrow(/expected braingen.json/);
  });

  it('says that there is no such template', async () => {
    await expect(readTemplateFlow(name, await serve({}))).rejects.toThrow(
      new RangeError(
        `template "${name}": expected tpl-${name}_res-01_T1w.nii.gz or tpl-${name}_res-1_T1w.nii.gz ` +
          `at ${server.url}/tpl-${name}, found neither`,
      ),
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it.each(['OASIS30ANTs', 'MNIPediatricAsym', 'MNI152', 'MNI152/../x'])(
    'refuses %s before it asks anybody',
    async (other) => {
      const options = await serve({});
      await expect(readTemplateFlow(other, options)).rejects.toThrow(/in MNI152 space, such as MNI152NLin2009cAsym/);
      expect(server.asked).toEqual([]);
    },
  );
});

describe('isTemplateFlowName', () => {
  it('tells names from paths', () => {
    expect(['MNI152NLin6Asym', 'NKI'].every(isTemplateFlowName)).toBe(true);
    expect(['./MNI152', 'MNI152.nii', 'a/b', 'C:\\x', ''].some(isTemplateFlowName)).toBe(false);
  });
});

function cutShort(response: Parameters<Answer>[0]): void {
  response.writeHead(200, { 'content-length': halfBytes.length });
  response.write(halfBytes.subarray(0, 100), () => response.destroy());
}

function refuse(response: Parameters<Answer>[0]): void {
  response.writeHead(401).end();
}
