export { listPairs, readLibrary, type LibraryPair } from './node/read-library.ts';
