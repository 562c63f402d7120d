// Every compose file and manifest of deploy/ against its schema: npm install --prefix tools/manifests && npm run check --prefix tools/manifests
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2019.js';
import { parseAllDocuments } from 'yaml';

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url));

// Compose's own schema, as the linter dclint ships it; its "format"s are of Docker alone.
const schema = JSON.parse(readFileSync(new URL('node_modules/dclint/schemas/compose.schema.json', import.meta.url), 'utf8'));
const isCompose = new Ajv.default({ strict: false, allErrors: true, validateFormats: false }).compile({ ...schema, $schema: undefined });

function composeFaults(file) {
  return isCompose(file) ? [] : isCompose.errors.map((fault) => `${fault.instancePath} ${fault.message} ${JSON.stringify(fault.params)}`);
}

// The API's own schemas, each kind as a class; what they do not name is told by the test ManifestTests, which reads strictly.
async function manifestFaults(manifest) {
  try {
    const { [manifest.kind]: Kind } = await import(`kubernetes-models/${manifest.apiVersion}`);
    new Kind(manifest).validate();
    return [];
  } catch (fault) {
    return [fault.message];
  }
}

const documents = (name) => parseAllDocuments(readFileSync(deploy + name, 'utf8')).map((document) => {
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
});

// A check that finds nothing here finds nothing at all.
const planted = [composeFaults({ services: { kosparse: { imagee: 'kosparse' } } }), await manifestFaults({ apiVersion: 'batch/v1', kind: 'Job', spec: { completions: 'four' } })];
const checked = [];
for (const name of ['compose.yaml', 'opensearch/compose.yaml']) checked.push([name, documents(name).flatMap(composeFaults)]);
for (const name of ['kubernetes/encode.yaml', 'kubernetes/service.yaml']) checked.push([name, (await Promise.all(documents(name).map(manifestFaults))).flat()]);
for (const [name, faults] of checked) console.log(`deploy/${name}: ${faults.length === 0 ? 'as its schema says' : `\n  ${faults.join('\n  ')}`}`);
if (planted.some((faults) => faults.length === 0)) throw new Error('The schemas let a planted fault pass. Have the packages of package.json changed?');
process.exitCode = checked.some(([, faults]) => faults.length > 0) ? 1 : 0;
