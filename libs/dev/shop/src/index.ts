export { advanceShop } from './advance-shop';
export { fillShop } from './fill-shop';
export { notificationStoriesOf } from './notifications';
export { shopState } from './shop-state';
export { storiesOf, type Span } from './stories';
export type { ShopConnections } from './session';
export { shopSql, tablesByService } from './shop-sql';
