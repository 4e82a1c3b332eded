export { advanceNotifications } from './advance-notifications';
export { fillNotifications, type NotifyingShop } from './fill-notifications';
export { notificationStoriesOf, type Campaign, type NotificationStories, type Trouble } from './stories';
