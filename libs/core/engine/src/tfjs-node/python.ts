import { lastLine, run } from './run.ts';

/** The TensorFlow of a Python environment: its library has the C interface that tfjs-node is written against. */
export interface TensorFlowLibrary {
  /** tensorflow, tensorflow-cpu or another distribution of it. */
  readonly distribution: string;
  readonly version: string;
  /** The package's folder; libtensorflow_cc.so.2 and include/ lie in it. */
  readonly folder: string;
  /** The CUDA it was built for, such as 12.5.1; undefined where it was built for CPUs alone. */
  readonly cuda?: string;
  readonly cudnn?: string;
  /** What its CUDA needs from PyPI, as pip takes it. */
  readonly cudaPackages: readonly string[];
}

export interface Python {
  readonly program: string;
  readonly version: string;
  readonly hasPip: boolean;
  readonly tensorflow?: TensorFlowLibrary;
}

/** Looks without importing TensorFlow, which takes seconds and fails where a dependency of its own is missing. */
const look = `
import importlib.metadata as metadata, importlib.util, json, os, re, runpy, sys
answer = {
    "version": ".".join(map(str, sys.version_info[:3])),
    "hasPip": importlib.util.find_spec("pip") is not None,
}
spec = importlib.util.find_spec("tensorflow")
if spec and spec.origin:
    folder = os.path.dirname(spec.origin)
    owners = [each for each in metadata.distributions() if re.match(r"(tensorflow|tf[-_]nightly)([-_](cpu|gpu))?$", each.metadata["Name"] or "")]
    owner = owners[0] if owners else None
    info = os.path.join(folder, "python", "platform", "build_info.py")
    build = runpy.run_path(info)["build_info"] if os.path.exists(info) else {}
    wanted = [each for each in (owner.requires or [])] if owner else []
    answer["tensorflow"] = {
        "distribution": owner.metadata["Name"] if owner else "tensorflow",
        "version": owner.version if owner else "unknown",
        "folder": folder,
        **({"cuda": str(build.get("cuda_version")), "cudnn": str(build.get("cudnn_version"))} if build.get("is_cuda_build") else {}),
        "cudaPackages": [each.split(";")[0].strip() for each in wanted if "and-cuda" in each],
    }
print(json.dumps(answer))
`;

/**
 * What a Python has.
 *
 * @param packages a further folder of packages to look into, such as pip's --target makes
 * @returns the reason as text where it does not run
 */
export async function inspectPython(program: string, packages?: string): Promise<Python | string> {
  const env = packages === undefined ? process.env : { ...process.env, PYTHONPATH: packages };
  const { stdout, stderr, status } = await run(program, ['-c', look], { env });
  if (status !== 0) return lastLine(stderr) || `ended with status ${status}`;
  return { program, ...(JSON.parse(lastLine(stdout)) as Omit<Python, 'program'>) };
}
