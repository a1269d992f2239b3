import { defineRules, type Problem, problem } from '../problem';
import type { ApiGroup } from '../template/api';
import type { Dependencies } from '../template/dependencies';
import { at, type Finding } from '../template/finding';
import { referenceOf } from '../template/references';
import type { Resource } from '../template/resource';
import { wholeReference } from '../template/segment';
import type { TemplateIndex } from '../template/template-index';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The mappings of custom domains to stages. */
export const API_MAPPING_RULES = defineRules({
  ApiMappingKeyInvalid: {
    severity: 'error',
    summary: "The path of an API mapping has more than 300 characters, or contains characters other than letters, digits and $-_.+!*'()/.",
    source: AWS.apiMappings,
    evidence: 'documented',
  },
  ApiMappingKeySlash: {
    severity: 'error',
    summary: 'The path of an API mapping is only a slash.',
    source: AWS.mappingSlashRefused,
    evidence: 'reported',
  },
  ApiMappingKeyEmptySegment: {
    severity: 'warning',
    summary: 'The path of an API mapping begins or ends with a slash, or contains two consecutive slashes.',
    source: AWS.apiMappings,
    evidence: 'derived',
  },
  ApiMappingStageUnknown: {
    severity: 'error',
    summary: 'An API mapping names a stage that its API does not have.',
    source: AWS.recordings,
    evidence: 'reported',
  },
  ApiMappingBeforeStage: {
    severity: 'warning',
    summary: 'An API mapping names a stage on which it does not depend, so the stage may not exist when the mapping is created.',
    source: AWS.recordings,
    evidence: 'derived',
  },
});

const MAX_KEY_CHARACTERS = 300;

/** No real template has as many: beyond this bound, the stages of mappings are not checked. */
const MAX_MAPPINGS = 100;

/** Checks API mappings against the APIs and the stages that they name. */
export function checkApiMappings(mappings: readonly Resource[], index: TemplateIndex, dependencies: Dependencies): Finding[] {
  return mappings.flatMap((mapping, count) => {
    const key = mapping.text('ApiMappingKey');
    return [
      ...at(mapping, 'ApiMappingKey', key === undefined ? [] : checkKey(key)),
      ...at(mapping, 'Stage', count < MAX_MAPPINGS ? checkStage(mapping, index, dependencies) : []),
    ];
  });
}

/** The empty key is the root of the domain. */
function checkKey(key: string): Problem[] {
  if (!/^[A-Za-z0-9$\-_.+!*'()/]*$/.test(key) || key.length > MAX_KEY_CHARACTERS) {
    const remedy = `use letters, digits and $-_.+!*'()/, at most ${MAX_KEY_CHARACTERS} characters`;
    return [problem(API_MAPPING_RULES.ApiMappingKeyInvalid, key, `${JSON.stringify(key)} is not a valid path for an API mapping`, remedy)];
  }
  if (key === '/') {
    const message = 'the service does not accept "/" as the path of an API mapping';
    return [problem(API_MAPPING_RULES.ApiMappingKeySlash, key, message, 'remove ApiMappingKey to map the root of the domain')];
  }
  if (/^\/|\/$|\/\//.test(key)) {
    const message = `the path ${JSON.stringify(key)} has an empty segment`;
    const remedy = `write ${key.replace(/^\/+|\/+$/g, '').replace(/\/+/g, '/')}`;
    return [problem(API_MAPPING_RULES.ApiMappingKeyEmptySegment, key, message, remedy)];
  }
  return [];
}

function checkStage(mapping: Resource, index: TemplateIndex, dependencies: Dependencies): Problem[] {
  const group = groupOf(mapping, index);
  const reference = referenceOf(mapping.raw('Stage'));
  if (group?.api === undefined || reference.kind === 'unknown' || !index.complete) {
    return [];
  }
  const stage = reference.kind === 'ref' ? index.resources.get(reference.name) : undefined;
  const name = reference.kind === 'literal' ? reference.text : stage?.text('StageName');
  const names = stageNames(group);
  if (name === undefined || names === undefined) {
    return [];
  }
  const own = group.stages.find((candidate) => candidate.text('StageName') === name);
  if (!names.includes(name)) {
    const message = `${group.api.logicalId} has no stage ${JSON.stringify(name)}: the service responds with "Invalid stage identifier specified"`;
    const remedy = names.length === 0 ? 'add the stage' : `use one of ${names.join(', ')}`;
    return [problem(API_MAPPING_RULES.ApiMappingStageUnknown, name, message, remedy)];
  }
  // A stage that the service creates with the API is there before the mapping.
  if (own === undefined || own.origin !== undefined || dependencies.before(mapping).has(own)) {
    return [];
  }
  const message = `the mapping names the stage ${JSON.stringify(name)} but does not depend on ${own.logicalId}, which may be created later`;
  return [problem(API_MAPPING_RULES.ApiMappingBeforeStage, name, message, `set Stage to {"Ref": "${own.logicalId}"}`)];
}

/** The names of all stages of an API; undefined if one of them is unknown. */
function stageNames({ stages }: ApiGroup): string[] | undefined {
  const names = stages.map((stage) => stage.text('StageName'));
  return names.includes(undefined) ? undefined : (names as string[]);
}

function groupOf(mapping: Resource, { apis, resolver }: TemplateIndex): ApiGroup | undefined {
  const resource = wholeReference(resolver.property(mapping, 'ApiId'))?.resource;
  return resource && apis.find(({ api }) => api === resource);
}
