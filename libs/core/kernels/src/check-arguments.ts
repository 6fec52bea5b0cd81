import type { KernelName } from './kernels.ts';
import { bindArguments, type Bound, type Signature } from './signature.ts';
import { signatures, type KernelArguments } from './signatures.generated.ts';

/**
 * Checks a kernel's arguments against its signature and puts them in its order.
 *
 * @param operation what an error names; without it the kernel's name, as its wrapper is called: groupNorm for group_norm
 * @throws RangeError or TypeError stating what was expected and what was found
 */
export function checkArguments<Name extends KernelName>(
  name: Name,
  args: KernelArguments[Name],
  operation: string = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
): Bound {
  const signature = signatures[name] as Signature<KernelArguments[Name]> | undefined;
  if (!signature) throw new Error(`expected the name of a kernel, found ${name}`);
  return bindArguments(operation, signature, args);
}
