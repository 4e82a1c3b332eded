export { subscriptionTiers, users, userStatuses } from './users';
export { activityTypes, userActivity } from './user-activity';
