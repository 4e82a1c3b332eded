export * from './field';
export * from './entity';
export * as v1 from './v1';
export * as v2 from './v2';
