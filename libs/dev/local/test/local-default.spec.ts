import { join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { openLocalDefault } from '../src/index';

it('asks for database URLs where the local default has no place to be, as in a container', async () => {
  // Nobody, root included, can make a folder below a file.
  const opened = openLocalDefault(
    { dir: join(__filename, 'local'), shop: { seed: 1, users: 1, days: 1 } },
    () => undefined,
  );
  await expect(opened).rejects.toBeInstanceOf(ConfigurationError);
  await expect(opened).rejects.toMatchObject({
    message: expect.stringMatching(/no database URL is given/) as string,
    instruction: expect.stringMatching(/WAREHOUSE_DATABASE_URL/) as string,
  });
});
