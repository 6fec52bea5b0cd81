export { writeGroup, type GroupPages } from './write-group.ts';
