export { hashFile, hashValue } from '@braingen/volume/node';
