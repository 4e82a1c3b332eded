export { openLocalDefault } from './local-default';
