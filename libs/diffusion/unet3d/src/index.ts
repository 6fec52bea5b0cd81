export { completeConfig, gridMultiple, paperConfig, type CompleteUNetConfig, type UNetConfig } from './config.ts';
export { createUNet, parameterCount, parameterShapes, type Condition, type UNet } from './unet.ts';
