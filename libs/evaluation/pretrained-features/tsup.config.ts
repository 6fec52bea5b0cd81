export { default } from '../../../tools/build/tsup.preset.ts';
