/** Whether the user hides all GPUs from CUDA: then the GPU's build of TensorFlow is meant to compute on the CPU. */
export const gpusAreHidden = (): boolean => ['', '-1'].includes(process.env['CUDA_VISIBLE_DEVICES'] ?? '0');
