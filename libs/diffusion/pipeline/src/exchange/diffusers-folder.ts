import { exportWeights } from '../weights/export-weights.ts';
import { diffusersScheduler } from './diffusers-scheduler.ts';
import { jsonText } from './json-text.ts';
import type { ModelToExport } from './model-to-export.ts';
import { monaiNetwork } from './monai-network.ts';

/**
 * A folder as diffusers lays out models: its DDIMScheduler reads `scheduler`. diffusers has no such 3D network, so that `unet`
 * names MONAI's and there is no `model_index.json`, which would promise a pipeline.
 *
 * @throws PipelineError of kind 'checkpoint' where MONAI has no such network, or diffusers no such schedule
 */
export function diffusersFolder({ description, values, card }: ModelToExport): Map<string, string | Uint8Array> {
  const network = { _class_name: 'DiffusionModelUNet', _library: 'monai', ...monaiNetwork(description.model) };
  return new Map<string, string | Uint8Array>([
    ['scheduler/scheduler_config.json', jsonText(diffusersScheduler(description))],
    ['unet/config.json', jsonText(network)],
    ['unet/diffusion_pytorch_model.safetensors', exportWeights(values, description.model, description)],
    ['README.md', card(use(description.intensityRange))],
  ]);
}

const use = ([low, high]: readonly [number, number]): string => `\`\`\`python
import json
from diffusers import DDIMScheduler
from monai.networks.nets import DiffusionModelUNet
from safetensors.torch import load_file

config = json.load(open("unet/config.json"))
network = DiffusionModelUNet(**{name: value for name, value in config.items() if not name.startswith("_")}).eval()
network.load_state_dict(load_file("unet/diffusion_pytorch_model.safetensors"))
scheduler = DDIMScheduler.from_pretrained("scheduler")
\`\`\`

diffusers has no 3D network of this kind: the network is MONAI's, and there is no pipeline to load. It sees the intensities ${low} to ${high} as -1 to 1; axes are batch, channel, x, y, z.`;
