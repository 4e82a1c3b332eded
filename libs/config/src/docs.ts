import { settingEntries } from './settings';

/** docs/settings.md, out of the table of settings. */
export function renderSettingsDoc(): string {
  const rows = settingEntries.map(([name, setting]) => {
    const fallback = setting.default === undefined ? '' : `\`${setting.default}\``;
    return `| \`${name}\` | ${fallback} | ${setting.description}${setting.secret ? ' Secret.' : ''} |`;
  });
  return `# Settings

<!-- Made from libs/config/src/settings.ts: \`cd libs/config && UPDATE_DOCS=1 npx jest\` writes it anew. -->

Read from the environment. A file \`.env\` in the working folder, or between it and the root of the
workspace, fills in what the environment does not have; \`.env.example\` is a start. An empty setting counts
as unset, so an empty one in the environment brings the default back over \`.env\`. Options of the command
line such as \`--log-level\` come before both.

With no database URL at all, the local default is used: a PostgreSQL of its own with a sample shop and a
development key. All wrong settings are reported at once, and the program ends with exit code 78.

| setting | default | meaning |
|---|---|---|
${rows.join('\n')}
`;
}

/** .env.example, out of the table of settings. */
export function renderEnvExample(): string {
  const blocks = settingEntries.map(
    ([name, setting]) => `# ${setting.description}\n# ${name}=${setting.default ?? ''}`,
  );
  return `# Copy to .env and uncomment what you set. docs/settings.md says more.\n\n${blocks.join('\n\n')}\n`;
}
