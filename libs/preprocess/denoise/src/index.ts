export { denoise, type Denoised, type DenoiseOptions } from './denoise.ts';
