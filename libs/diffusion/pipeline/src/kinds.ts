import type { ModelConfig } from './config/model-config.ts';
import { PipelineError, quoted } from './error.ts';
import { cascadeKind } from './kinds/cascade/cascade-kind.ts';
import { unetKind } from './kinds/unet/unet-kind.ts';
import type { ModelKind } from './model-kind.ts';

/** A new kind adds a line here and one in `config/model-config.ts`. */
const kinds: { readonly [K in ModelConfig['kind']]: ModelKind } = { unet: unetKind, cascade: cascadeKind };

/** A kind of model by its name. @throws PipelineError of kind 'checkpoint' where this version has none of it */
export function kindNamed(name: string, source: string): ModelKind {
  const found = Object.values(kinds).find(({ kind }) => kind === name);
  if (found) return found;
  throw new PipelineError('checkpoint', {
    source,
    field: 'kind',
    expected: Object.keys(kinds).join(' or '),
    found: quoted(name),
  });
}
