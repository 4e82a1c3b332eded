import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allJobs } from '@acme/jobs';
import { describeContainers } from '../support/describe-containers';
import { docker } from '../support/engine';
import { runContainer } from '../support/container';

/** What a process of the container can see and do, told by itself. */
const look = `
  const fs = require('fs');
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  const field = (name) => new RegExp('^' + name + ':\\\\s*(.*)$', 'm').exec(status)?.[1].trim();
  const attempt = (work) => { try { work(); return 'done'; } catch (error) { return error.code; } };
  console.log(JSON.stringify({
    process: process.pid,
    uid: process.getuid(),
    groups: process.getgroups(),
    capabilities: field('CapEff'),
    noNewPrivileges: field('NoNewPrivs'),
    memory: process.constrainedMemory(),
    writesImage: attempt(() => fs.writeFileSync('/app/x', '')),
    writesRoot: attempt(() => fs.mkdirSync('/x')),
    writesTmp: attempt(() => fs.writeFileSync('/tmp/x', '')),
    writesSummary: attempt(() => fs.writeFileSync(process.env.TERMINATION_LOG_FILE, 'summary')),
    readsKeyring: attempt(() => fs.readFileSync(process.env.PII_KEYRING_FILE)),
    writesKeyring: attempt(() => fs.writeFileSync(process.env.PII_KEYRING_FILE, '')),
    app: fs.readdirSync('/app').sort(),
    sql: fs.readdirSync('/app/sql').sort(),
    forCheckoutsOnly: fs.readdirSync('/app/sql', { recursive: true }).filter((file) => /(^|\\/)tests$|\\.(json|md)$/.test(file)),
    nodeEnv: process.env.NODE_ENV,
  }));`;

describeContainers('a container of the production overlay', () => {
  it('is process 1, not root, without capabilities, and can write to /tmp and its summary only', async () => {
    const { stdout, stderr, terminationMessage } = await runContainer('production', 'user-analytics', {
      script: look,
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      process: 1,
      uid: 10001,
      groups: [10001],
      capabilities: '0000000000000000',
      noNewPrivileges: '1',
      memory: 1024 ** 3,
      writesImage: expect.stringMatching(/EROFS|EACCES/) as string,
      writesRoot: expect.stringMatching(/EROFS|EACCES|ENOENT/) as string,
      writesTmp: 'done',
      writesSummary: 'done',
      readsKeyring: 'done',
      writesKeyring: expect.stringMatching(/EROFS|EACCES/) as string,
      app: ['THIRD-PARTY-LICENSES.txt', 'main.js', 'sbom.cdx.json', 'sql'],
      sql: [
        'cutover',
        'engine',
        'metrics',
        'parity',
        'reconcile',
        'reports',
        'roles',
        'sources',
        'warehouse',
      ],
      forCheckoutsOnly: [],
      nodeEnv: 'production',
    });
    expect(terminationMessage).toBe('summary');
  });
});

const images = ['acme-etl', ...allJobs.map(({ name }) => name)];

describeContainers('the images', () => {
  it.each(images)('%s holds the bill of materials and the licences of its bundle', async (name) => {
    const dist = join(__dirname, '../../../apps', name === 'acme-etl' ? 'cli' : name, 'dist');
    for (const file of ['sbom.cdx.json', 'THIRD-PARTY-LICENSES.txt']) {
      const script = `process.stdout.write(require('fs').readFileSync('/app/${file}'))`;
      const run = ['run', '--rm', '--network', 'none', '--entrypoint', 'node', `acmeshop/${name}:dev`];
      expect(await docker(...run, '--eval', script)).toBe(readFileSync(join(dist, file), 'utf8').trim());
    }
  });

  it.each(images)(
    '%s has a numeric user that is not root, the program as its entry point, and labels',
    async (name) => {
      const { Config: config } = JSON.parse(
        await docker('inspect', '--format', '{{json .}}', `acmeshop/${name}:dev`),
      ) as { Config: { User: string; Entrypoint: string[]; Labels: Record<string, string> } };
      expect(config.User).toBe('10001:10001');
      expect(config.Entrypoint).toEqual(['node', '/app/main.js']);
      expect(config.Labels).toMatchObject({
        'org.opencontainers.image.title': name,
        'org.opencontainers.image.description': expect.stringMatching(/AcmeShop/) as string,
        'org.opencontainers.image.version': 'dev',
        'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/) as string,
        'org.opencontainers.image.created': expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        'org.opencontainers.image.source': expect.any(String) as string,
      });
    },
  );
});
