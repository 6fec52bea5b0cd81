export { medicalNet } from './medical-net.ts';
export { radImageNet } from './rad-image-net.ts';
