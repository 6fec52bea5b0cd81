import * as tf from '@tensorflow/tfjs';

/** The one TensorFlow.js of the house: two copies in one process would not know each other's tensors. */
export { tf };
