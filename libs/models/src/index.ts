export * from './field';
export * from './entity';
export * as v2 from './v2';
