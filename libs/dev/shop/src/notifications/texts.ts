/** What is written in a notification, for the reader's eyes only; `about` is the order's id. */
const texts: Readonly<Record<string, (about: number | null) => string>> = {
  order_confirmation: (order) => `We have got your order ${order}`,
  order_shipped: (order) => `Your order ${order} is on its way`,
  order_delivered: (order) => `Your order ${order} has arrived`,
  order_cancelled: (order) => `Your order ${order} is cancelled`,
  payment_received: (order) => `Thank you for paying order ${order}`,
  payment_failed: (order) => `Please try again to pay order ${order}`,
  refund_processed: (order) => `Your refund for order ${order} is under way`,
  account_verification: () => 'Please confirm your e-mail address',
  password_reset: () => 'Choose a new password',
  system_alert: () => 'Scheduled maintenance',
  promotional: () => 'Picked for you',
};

export const subjectOf = (type: string, order: number | null): string => texts[type]!(order);

export const bodyOf = (subject: string, name: string | null): string =>
  `Hello ${name ?? 'there'}! ${subject}.`;
