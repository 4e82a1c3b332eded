import { settingEntries } from './settings';

/** docs/settings.md, out of the table of settings. */
export function renderSettingsDoc(): string {
  const rows = settingEntries.map(([name, setting]) => {
    const fallback = setting.default === undefined ? '' : `\`${setting.default}\``;
    return `| \`${name}\` | ${fallback} | ${setting.description}${setting.secret ? ' Secret.' : ''} |`;
  });
  return `# Settings

Read from the environment; a file \`.env\` in the workspace fills in what the environment does not have. An
empty setting counts as unset. With no database URL at all, the local default is used: a PostgreSQL of its
own with a sample shop and a development key.

| setting | default | meaning |
|---|---|---|
${rows.join('\n')}
`;
}

/** .env.example, out of the table of settings. */
export function renderEnvExample(): string {
  const blocks = settingEntries.map(([name, setting]) => `# ${setting.description}\n# ${name}=${setting.default ?? ''}`);
  return `# Copy to .env and uncomment what you set. docs/settings.md says more.\n\n${blocks.join('\n\n')}\n`;
}
