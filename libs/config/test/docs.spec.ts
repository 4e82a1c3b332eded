import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { loadConfig, renderEnvExample, renderSettingsDoc, settingEntries } from '../src';

const root = join(__dirname, '..', '..', '..');

const rendered: [string, () => string][] = [
  ['docs/settings.md', renderSettingsDoc],
  ['.env.example', renderEnvExample],
];

test.each(rendered)(
  '%s is what the table of settings says (UPDATE_DOCS=1 writes it anew)',
  (file, render) => {
    const path = join(root, file);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, render());
    expect(readFileSync(path, 'utf8')).toBe(render());
  },
);

test.each(settingEntries)('%s stands in both files', (name) => {
  expect(renderSettingsDoc()).toContain(`\n| \`${name}\` |`);
  expect(renderEnvExample()).toContain(`\n# ${name}=`);
});

test('.env.example with every default uncommented is the default configuration', () => {
  const uncommented = renderEnvExample().replace(/^# ([A-Z_0-9]+=)/gm, '$1');
  const config = loadConfig(parseEnv(uncommented));
  // The flags are others on the local default while they are unset.
  expect({ ...config, given: {} }).toEqual({ ...loadConfig({}), flags: { legacyEtl: true, v1Schema: true } });
  expect(Object.keys(config.given)).toHaveLength(
    settingEntries.filter(([, { default: text }]) => text !== undefined).length,
  );
});

test('no description breaks the table or spans lines', () => {
  for (const [, { description }] of settingEntries) expect(description).not.toMatch(/[|\n]/);
});
