/** The weights that come with this package, safetensors in float16: an address that bundlers know to bring along. */
export const shippedWeights = (): URL => new URL('../weights/anatomy.safetensors', import.meta.url);
