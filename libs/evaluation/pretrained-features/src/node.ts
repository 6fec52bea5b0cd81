export { fetchWeights, type FetchWeightsOptions } from './fetch-weights.ts';
