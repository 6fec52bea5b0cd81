export { loadNetwork } from './load-network.ts';
