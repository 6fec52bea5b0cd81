export { listPairs, pairIn, readLibrary, type LibraryPair } from './node/read-library.ts';
