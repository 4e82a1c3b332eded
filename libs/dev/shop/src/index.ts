export { advanceShop, type AdvanceOptions, type AdvanceReport } from './advance-shop';
export { fillShop, type FillOptions, type FillReport } from './fill-shop';
export { notificationStoriesOf, type NotificationStories } from './notifications';
export { shopState, type ShopTime } from './shop-state';
export { storiesOf, type Span, type Stories } from './stories';
export type { ShopConnections } from './session';
export type { RowChanges } from './write-sales';
export { shopSql, tablesByService } from './shop-sql';
