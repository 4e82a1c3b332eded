/**
 * The services whose databases facts are read from. Of each there is a setting `<SERVICE>_DATABASE_URL`, a reader's role
 * (sql/roles/sources) and, on the local default, a database of that name.
 */
export const services = ['users', 'orders', 'payments', 'notifications'] as const;
export type Service = (typeof services)[number];

export type ServiceUrlSetting = `${Uppercase<Service>}_DATABASE_URL`;

/** The setting that has the URL of a service's database. */
export const urlSettingOf = (service: Service): ServiceUrlSetting =>
  `${service.toUpperCase() as Uppercase<Service>}_DATABASE_URL`;
