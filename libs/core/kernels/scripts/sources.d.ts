export const packageFolder: string;
export const kernelFiles: readonly string[];
export const nativeRuntimeFiles: readonly string[];
export const wasmRuntimeFiles: readonly string[];
export function kernelNames(): string[];
export function sourceDigest(): string;
export function addonDigest(): string;
