import { ownServer, postgresqlVersions, query, serverPackage } from '@acme/testing';

it.each(postgresqlVersions)('starts PostgreSQL %d, which folds case beyond ASCII', async (version) => {
  const server = await ownServer({ version });
  try {
    const [row] = await query(
      server.url('postgres'),
      `select current_setting('server_version_num')::int / 10000 as version, upper('straße ü') as upper,
              current_setting('server_encoding') as encoding`,
    );
    expect(row).toEqual({
      version,
      upper: expect.stringMatching(/^STRA(ß|SS)E Ü$/) as string,
      encoding: 'UTF8',
    });
  } finally {
    await server.release();
  }
});

it('says which versions there are when asked for another', async () => {
  await expect(serverPackage('13')).rejects.toThrow(
    'there is no PostgreSQL 13 for tests: TEST_POSTGRES_VERSION is one of 14, 15, 16, 17, 18',
  );
});
