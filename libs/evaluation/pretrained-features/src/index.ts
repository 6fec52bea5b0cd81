export { medicalNet } from './medical-net.ts';
export { radImageNet } from './rad-image-net.ts';
export { published, type Published, type PublishedName } from './published.ts';
