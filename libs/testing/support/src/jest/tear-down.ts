import { held } from './held';

/**
 * The last run to let go of the server stops it.
 *
 * @public Jest calls it.
 */
export default async function tearDown(): Promise<void> {
  for (const server of held().splice(0)) await server.release();
}
