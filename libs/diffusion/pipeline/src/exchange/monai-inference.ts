import type { UNetDescription } from '../kinds/unet/unet-description.ts';
import { monaiCondition } from './monai-condition.ts';
import { monaiNetwork } from './monai-network.ts';
import { monaiScheduler } from './monai-scheduler.ts';

/** Where a bundle's list of signal shares lies, where it has one. */
export const noiseLevelsFile = 'configs/noise_levels.json';

export interface MonaiInference {
  /** `configs/inference.json`. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly noiseLevels?: Readonly<Record<string, readonly number[]>> | undefined;
}

const imports = ['json', 'pathlib', 'monai', 'nibabel', 'torch'];

/**
 * The inference configuration of a MONAI bundle: `run` draws `count` volumes from noise and writes each as NIfTI.
 *
 * @param mark what the header of each volume says of it, up to 79 bytes
 */
export function monaiInference(description: UNetDescription, mark: string): MonaiInference {
  const { model, grid, intensityRange, sampling } = description;
  const [low, high] = intensityRange;
  const file = `json.loads(pathlib.Path(@bundle_root, '${noiseLevelsFile}').read_text())`;
  const { entry, initialize, alphasCumprod } = monaiScheduler(description, `${file}['alphas_cumprod']`);
  const { entries, predict } = monaiCondition(description);
  const shape = [1, 1, ...grid.shape].join(', ');
  const config = {
    imports: [...imports.map((name) => `$import ${name}`), '$from safetensors.torch import load_file'],
    bundle_root: '.',
    output_dir: "$@bundle_root + '/output'",
    device: "$torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')",
    seed: 1,
    count: 1,
    inference_steps: sampling?.steps ?? 50,
    ...entries,
    affine: grid.affine,
    network_def: { _target_: 'DiffusionModelUNet', ...monaiNetwork(model) },
    network: '$@network_def.to(@device).eval()',
    weights: "$@bundle_root + '/models/model.safetensors'",
    scheduler: entry,
    inferer: { _target_: 'DiffusionInferer', scheduler: '@scheduler' },
    noise: `$lambda number: torch.randn((${shape}), generator=torch.Generator().manual_seed(@seed * 1000003 + number))`,
    predict,
    sample:
      '$lambda number: @inferer.sample(input_noise=@noise(number).to(@device), diffusion_model=@predict, scheduler=@scheduler)',
    intensities: `$lambda x: (x[0, 0].clamp(-1, 1).cpu() + 1) / 2 * ${high - low} + ${low}`,
    image:
      '$lambda x: nibabel.Nifti1Image(@intensities(x).numpy(), torch.tensor(@affine, dtype=torch.float64).numpy())',
    mark: `$lambda image: (image.header.__setitem__('descrip', ${JSON.stringify(mark)}), image)[1]`,
    write:
      "$lambda number: nibabel.save(@mark(@image(@sample(number))), str(pathlib.Path(@output_dir, f'sample-{number:04d}.nii.gz')))",
    initialize: [
      '$monai.utils.set_determinism(@seed)',
      '$@network_def.load_state_dict(load_file(@weights))',
      ...initialize,
      '$pathlib.Path(@output_dir).mkdir(parents=True, exist_ok=True)',
    ],
    run: ['$[@write(number) for number in range(1, @count + 1)]'],
  };
  return { config, ...(alphasCumprod && { noiseLevels: { alphas_cumprod: alphasCumprod } }) };
}
