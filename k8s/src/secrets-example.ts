import { urlSettingOf, type Service } from '@acme/config';

const line = /^ {2}[A-Z]+_DATABASE_URL: postgres:\/\/acme_etl_(?!writer).*\n/gm;

/** secrets.yaml.example with a URL for each service. */
export function withServiceUrls(example: string, services: readonly Service[]): string {
  const urls = services.map(
    (service) =>
      `  ${urlSettingOf(service)}: postgres://acme_etl_${service}:…@${service}.example.com:5432/${service}` +
      '?sslmode=verify-full&sslrootcert=/etc/acme-etl/ca.pem\n',
  );
  let first = true;
  return example.replace(line, () => (first ? ((first = false), urls.join('')) : ''));
}
