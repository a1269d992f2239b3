import { suggest } from '../names/suggest';
import type { BasePath } from '../openapi/base-path';
import type { BrokenReference, DocumentValue } from '../openapi/document';
import { defineRules, type Problem, problem } from '../problem';
import { asText, isIntrinsic } from '../template/json';
import type { DocumentProblem } from './openapi-extensions';
import { SOURCES_OF_RULES as AWS } from './sources';

/** OpenAPI documents as a whole, and how they are imported. */
export const OPENAPI_DOCUMENT_RULES = defineRules({
  OpenApiVersionNotSupported: {
    severity: 'error',
    summary: 'The document of an HTTP API is not an OpenAPI 3.0 document, so that API Gateway imports nothing from it.',
    source: AWS.openApi,
    evidence: 'documented',
  },
  DocumentMemberUnknown: {
    severity: 'warning',
    summary: 'An OpenAPI 3.0 document has a member that OpenAPI 3.0 does not have, such as basePath of Swagger 2.0.',
    source: AWS.openApi,
    evidence: 'documented',
  },
  ImportVersionNotSupported: {
    severity: 'warning',
    summary: 'The version of the import algorithm in an OpenAPI document is not 1.0.',
    source: AWS.importVersion,
    evidence: 'documented',
  },
  DocumentReferenceBroken: {
    severity: 'warning',
    summary: 'A reference in an OpenAPI document leads to nothing, so that a part of the API is not created.',
    source: AWS.importWarningsIgnored,
    evidence: 'reported',
  },
  DocumentReferenceToFile: {
    severity: 'warning',
    summary: 'An OpenAPI document refers to another file, which API Gateway cannot read during the import.',
    source: AWS.openApi,
    evidence: 'unverified',
  },
  BasePathModeInvalid: {
    severity: 'error',
    summary: 'The BasePath of an API is none of ignore, prepend and split.',
    source: AWS.cfnApi,
    evidence: 'documented',
  },
  BasePathAmbiguous: {
    severity: 'warning',
    summary: 'An OpenAPI document has several base paths, of which API Gateway uses only the first.',
    source: AWS.openApiBasePath,
    evidence: 'documented',
  },
  ResourceBesideDocument: {
    severity: 'warning',
    summary: 'A template adds a route, an integration or an authorizer to an API that is imported from an OpenAPI document.',
    source: AWS.cfnApi,
    evidence: 'documented',
  },
});

const RULES = OPENAPI_DOCUMENT_RULES;

/** Whether a text is a version of OpenAPI that HTTP APIs support. JSON has no difference between the numbers 3.0 and 3. */
const SUPPORTED_VERSION = /^3(?:\.0(?:\.\d+)?)?$/;

/** Checks the version of a document. @param document all its members */
export function checkOpenApiVersion({ value }: DocumentValue, openapi: DocumentValue, swagger: DocumentValue): DocumentProblem[] {
  if (isIntrinsic(value) || isIntrinsic(openapi.value)) {
    return [];
  }
  const written = openapi.value === undefined ? swagger : openapi;
  const version = asText(written.value);
  if (version === undefined) {
    const message = 'the document has no member openapi, which names the version of OpenAPI';
    return [{ at: openapi, problem: problem(RULES.OpenApiVersionNotSupported, undefined, message, 'write openapi: "3.0.1"') }];
  }
  if (written === openapi && SUPPORTED_VERSION.test(version)) {
    return [];
  }
  const what = written === swagger ? `Swagger ${version}` : `OpenAPI ${version}`;
  const remedy = written === swagger ? 'convert the document to OpenAPI 3.0' : 'write the document in OpenAPI 3.0';
  return [
    {
      at: written,
      problem: problem(RULES.OpenApiVersionNotSupported, version, `HTTP APIs import only OpenAPI 3.0, and not ${what}`, remedy),
    },
  ];
}

const MEMBERS = ['openapi', 'info', 'servers', 'paths', 'components', 'security', 'tags', 'externalDocs'];

/** Members of Swagger 2.0, with what takes their place in OpenAPI 3.0. */
const SWAGGER_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['swagger', 'openapi'],
  ['host', 'servers'],
  ['basePath', 'the path of the URL in servers'],
  ['schemes', 'servers'],
  ['consumes', 'the content of requestBody'],
  ['produces', 'the content of responses'],
  ['definitions', 'components/schemas'],
  ['parameters', 'components/parameters'],
  ['responses', 'components/responses'],
  ['securityDefinitions', 'components/securitySchemes'],
]);

/** Checks that OpenAPI 3.0 has the members of a document. */
export function checkDocumentMembers(children: readonly (readonly [name: string, value: DocumentValue])[]): DocumentProblem[] {
  return children.flatMap(([name, at]) => {
    if (MEMBERS.includes(name) || /^(?:x-|Fn::|Ref$)/i.test(name)) {
      return [];
    }
    const instead = SWAGGER_MEMBERS.get(name);
    const meant = suggest(name, MEMBERS);
    const remedy = instead === undefined ? (meant === undefined ? 'remove it' : `did you mean ${meant}?`) : `use ${instead}`;
    return [{ at, problem: problem(RULES.DocumentMemberUnknown, name, `OpenAPI 3.0 has no member ${name}, which has no effect`, remedy) }];
  });
}

/** Checks `x-amazon-apigateway-importexport-version`. */
export function checkImportVersion(at: DocumentValue): DocumentProblem[] {
  const version = asText(at.value);
  return version === undefined || version === '1.0' || version === '1'
    ? []
    : [
        {
          at,
          problem: problem(
            RULES.ImportVersionNotSupported,
            version,
            `there is no version ${version} of the import algorithm`,
            'write "1.0", the only supported version',
          ),
        },
      ];
}

/** Checks that references lead somewhere, and that the service can follow them. */
export function checkReferences(broken: Iterable<BrokenReference>, files: Iterable<readonly [string, DocumentValue]>): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  for (const { at, reference, reason, isUnread } of broken) {
    if (!isUnread) {
      const message = `the reference ${reference} leads to nothing: ${reason}`;
      problems.push({ at, problem: problem(RULES.DocumentReferenceBroken, reference, message, 'correct the reference') });
    }
  }
  for (const [name, at] of files) {
    const message = `the document refers to ${name}, which is not part of what is deployed`;
    problems.push({
      at,
      problem: problem(RULES.DocumentReferenceToFile, name, message, 'bundle the document into one file, and deploy that'),
    });
  }
  return problems;
}

/** How the API is imported, with the properties of its resource. */
export interface ImportSettings {
  /** `BasePath` of the API, as it is written. */
  readonly basePath?: unknown;
  /** `FailOnWarnings` of the API, as it is written. */
  readonly failOnWarnings?: unknown;
}

/** Checks the `BasePath` of the API. */
export function checkBasePathMode(mode: unknown, modes: readonly string[]): Problem[] {
  const text = asText(mode);
  if (text === undefined || modes.includes(text)) {
    return [];
  }
  const meant = suggest(text, modes);
  return [
    problem(
      RULES.BasePathModeInvalid,
      text,
      `BasePath is ${JSON.stringify(text)}`,
      meant === undefined ? `write one of ${modes.join(', ')}` : `did you mean ${meant}?`,
    ),
  ];
}

/** Checks that a base path that becomes a part of routes is the only one. */
export function checkBasePaths([first, ...others]: readonly BasePath[]): DocumentProblem[] {
  const other = others.find(({ text }) => text !== first.text);
  return other === undefined
    ? []
    : [
        {
          at: other.at,
          problem: problem(
            RULES.BasePathAmbiguous,
            other.text,
            `the routes begin with the first base path, ${first.text}, and not with ${other.text}`,
            'keep one base path, or add an API mapping of a custom domain name for each',
          ),
        },
      ];
}

/** A resource that belongs to an API beside its document. @param type such as `Route` */
export function besideDocument(type: string, api: string): Problem {
  return problem(
    RULES.ResourceBesideDocument,
    undefined,
    `${api} is imported from an OpenAPI document, which API Gateway does not support together with an AWS::ApiGatewayV2::${type}`,
    `describe the ${type.toLowerCase()} in the document`,
  );
}
