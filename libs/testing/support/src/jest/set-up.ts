import { testServer } from '../test-server';
import { held } from './held';

/**
 * Holds the shared server for the whole run, so that it is not stopped and started between suites.
 *
 * @public Jest calls it.
 */
export default async function setUp(): Promise<void> {
  held().push(await testServer(process.env.TEST_DATABASE_URL));
}
