import { parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

const ofCommand = 'acmeshop/acme-etl';

/**
 * An overlay's kustomization with an image for the command and for each job: missing ones as the command's own entry
 * names its registry and tag, those of jobs that are gone taken out. What is there stays as somebody set it.
 */
export function withImages(kustomization: string, jobs: readonly string[]): string {
  const document = parseDocument(kustomization);
  const images = document.get('images') as YAMLSeq<YAMLMap>;
  const wanted = [ofCommand, ...jobs.map((name) => `acmeshop/${name}`)];
  const nameOf = (entry: YAMLMap) => entry.get('name') as string;
  const present = new Map(images.items.map((entry) => [nameOf(entry), entry]));
  const model = present.get(ofCommand)!;
  images.items = wanted.map((name) => present.get(name) ?? likeCommand(model, name));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function likeCommand(model: YAMLMap, name: string): YAMLMap {
  const entry = model.clone() as YAMLMap;
  entry.set('name', name);
  const newName = model.get('newName') as string | undefined;
  if (newName) entry.set('newName', newName.replace(/acme-etl$/, name.replace(/^acmeshop\//, '')));
  // A digest is of one image only: without a tag the entry is refused until somebody gives it its own.
  entry.delete('digest');
  return entry;
}
