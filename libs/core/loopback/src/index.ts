export { serveLoopback, type Answer, type Handler, type Loopback, type LoopbackOptions } from './serve-loopback.ts';
