// What a relation of the warehouse consists of, as the repo writes it down: docs/facts.md, which is made from the models,
// and the definitions of metric tables.
const { parse } = require('yaml');

/** The columns of a relation by name; undefined when there is no such relation. */
exports.relationColumns = (tree, relation) => factColumns(tree, relation) ?? tableColumns(tree, relation);

/** The relations that a definition can read. */
exports.relations = (tree) => [
  ...new Set([
    ...[...tree.read('docs/facts.md', 'utf8').matchAll(/ into `(core\.\w+)`/g)].map(([, name]) => name),
    ...definitions(tree).map(({ table }) => table),
  ]),
];

/** The definitions of all metric tables but those of the old system. */
const definitions = (exports.definitions = (tree) =>
  tree
    .children('sql/metrics')
    .filter((domain) => domain !== 'v1')
    .flatMap((domain) => tree.children(`sql/metrics/${domain}`).map((folder) => [domain, folder]))
    .map(([domain, folder]) => ({ domain, file: `sql/metrics/${domain}/${folder}/definition.yaml` }))
    .filter(({ file }) => tree.exists(file))
    .map(({ domain, file }) => ({ domain, ...parse(tree.read(file, 'utf8')) })));

function factColumns(tree, relation) {
  const section = tree
    .read('docs/facts.md', 'utf8')
    .split(/^## /m)
    .find((text) => text.includes(` into \`${relation}\``));
  if (!section) return undefined;
  const rows = [...section.matchAll(/^\| ?`?(.*?)`? \| (.*?) \| `(\w+)` \| (.*?) \| (.*) \|$/gm)];
  return new Map(
    rows.map(([, , type, name, , meaning]) => [
      name,
      {
        type: type.replace(/, never NULL$/, ''),
        nullable: !type.endsWith('never NULL'),
        description: meaning.replace(/ One of .*$/, ''),
        values: /One of (.+)\.$/.exec(meaning)?.[1].split(', '),
      },
    ]),
  );
}

function tableColumns(tree, relation) {
  const definition = definitions(tree).find(({ table }) => table === relation);
  if (!definition) return undefined;
  return new Map(
    Object.entries(definition.columns).map(([name, { type, description }]) => [
      name,
      { type, nullable: !definition.grain.includes(name), description, published: true },
    ]),
  );
}
