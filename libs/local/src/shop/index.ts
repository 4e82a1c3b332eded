export { advanceShop, type AdvanceOptions, type AdvanceReport } from './advance-shop';
export { fillShop, type FillOptions, type FillReport } from './fill-shop';
export { shopState, type ShopTime } from './shop-state';
export type { ShopConnections } from './session';
