export { advanceNotifications } from './advance-notifications';
export { fillNotifications } from './fill-notifications';
export { notificationStoriesOf } from './stories';
