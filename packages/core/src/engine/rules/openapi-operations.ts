import { suggest } from '../names/suggest';
import type { DocumentValue } from '../openapi/document';
import type { Requirement, SecurityScheme } from '../openapi/security';
import { defineRules, type Problem, problem } from '../problem';
import { asText, isIntrinsic, member } from '../template/json';
import type { DocumentProblem } from './openapi-extensions';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The operations of an OpenAPI document, and their authorization. */
export const OPENAPI_OPERATION_RULES = defineRules({
  OperationUnknown: {
    severity: 'warning',
    summary: 'A member of a path in an OpenAPI document is no method of an HTTP API, so that no route is created for it.',
    source: AWS.cfnRoute,
    evidence: 'derived',
  },
  OperationWithoutIntegration: {
    severity: 'warning',
    summary: 'An operation in an OpenAPI document has no integration, so that its route cannot respond.',
    source: AWS.integrationExtension,
    evidence: 'derived',
  },
  DefaultPathWithoutSlash: {
    severity: 'warning',
    summary: 'The path of the default route in an OpenAPI document does not begin with a slash, for which the import has a warning.',
    source: AWS.defaultPathWarned,
    evidence: 'reported',
  },
  ImportFailsOnWarnings: {
    severity: 'error',
    summary: 'An import that has warnings fails, because FailOnWarnings is set.',
    source: AWS.defaultPathWarned,
    evidence: 'reported',
  },
  PathParameterUnknown: {
    severity: 'warning',
    summary: 'An operation in an OpenAPI document has a path parameter that is not in its path.',
    source: AWS.openApiSpecification,
    evidence: 'derived',
  },
  SecurityRequirementsSeveral: {
    severity: 'error',
    summary: 'An operation in an OpenAPI document has more than one security requirement.',
    source: AWS.openApi,
    evidence: 'documented',
  },
  SecuritySchemeUnknown: {
    severity: 'warning',
    summary: 'An operation in an OpenAPI document requires a security scheme that the document does not define.',
    source: AWS.openApiSpecification,
    evidence: 'derived',
  },
  SecuritySchemeWithoutAuthorizer: {
    severity: 'warning',
    summary: 'A security scheme in an OpenAPI document has no authorizer, so that the routes that require it are open to the public.',
    source: AWS.authorizerExtension,
    evidence: 'derived',
  },
  AuthorizerExtensionInvalid: {
    severity: 'error',
    summary: 'The type of an authorizer in an OpenAPI document is neither request nor jwt.',
    source: AWS.authorizerExtension,
    evidence: 'documented',
  },
});

const RULES = OPENAPI_OPERATION_RULES;

/** The name with which SAM takes the default authorizer from an operation. */
export const OPEN_SCHEME = 'NONE';

const OTHER_MEMBERS = ['$ref', 'description', 'parameters', 'servers', 'summary'];

/** Checks that the members of a path item are known. @param methods those of HTTP APIs */
export function checkPathItem(
  path: string,
  children: readonly (readonly [name: string, value: DocumentValue])[],
  methods: readonly string[],
): DocumentProblem[] {
  return children.flatMap(([name, at]) => {
    if (methods.includes(name.toLowerCase()) || OTHER_MEMBERS.includes(name) || /^(?:x-|Fn::|Ref$)/i.test(name)) {
      return [];
    }
    const meant = suggest(name, methods);
    const remedy = meant === undefined ? `use one of ${methods.join(', ')}` : `did you mean ${meant}?`;
    return [{ at, problem: problem(RULES.OperationUnknown, name, `HTTP APIs have no method ${name}, which ${path} has`, remedy) }];
  });
}

/** Reports an operation without an integration. */
export function withoutIntegration(key: string): Problem {
  return problem(
    RULES.OperationWithoutIntegration,
    key,
    `the operation of ${key} has no integration`,
    'add x-amazon-apigateway-integration, or remove the operation',
  );
}

/** Checks that a default route does not make the import fail. @param path as it is written */
export function checkDefaultPath(path: string, failOnWarnings: unknown): Problem[] {
  if (path !== '$default') {
    return [];
  }
  return asText(failOnWarnings) === 'true'
    ? [
        problem(
          RULES.ImportFailsOnWarnings,
          path,
          'FailOnWarnings is set, and the import has a warning, because the path $default does not begin with a slash',
          'write /$default',
        ),
      ]
    : [problem(RULES.DefaultPathWithoutSlash, path, 'the path $default does not begin with a slash', 'write /$default')];
}

/** Checks that the path of an operation contains its path parameters. */
export function checkPathParameters(path: string, parameters: readonly DocumentValue[]): DocumentProblem[] {
  const variables = [...path.matchAll(/\{([^{}+]*)\+?\}/g)].map(([, name]) => name);
  return parameters.flatMap((at) => {
    const name = member(at.value, 'in') === 'path' ? asText(member(at.value, 'name'))?.replace(/\+$/, '') : undefined;
    if (name === undefined || variables.includes(name)) {
      return [];
    }
    const meant = suggest(name, variables);
    return [
      {
        at,
        problem: problem(
          RULES.PathParameterUnknown,
          name,
          `the path ${path} has no parameter ${name}`,
          meant === undefined ? 'add it to the path, or remove the parameter' : `did you mean ${meant}?`,
        ),
      },
    ];
  });
}

/** Checks that an operation requires one security scheme, which has an authorizer. @param key such as `GET /books` */
export function checkSecurity(key: string, requirements: readonly Requirement[], schemes: ReadonlyMap<string, SecurityScheme>): Problem[] {
  const [first] = requirements;
  const names = [...new Set(requirements.map(({ scheme }) => scheme))].filter((scheme) => scheme !== OPEN_SCHEME);
  if (first === undefined || first.scheme === OPEN_SCHEME) {
    return [];
  }
  if (names.length > 1) {
    return [
      problem(
        RULES.SecurityRequirementsSeveral,
        names.join(', '),
        `${key} requires the security schemes ${names.join(' and ')}, and API Gateway supports one`,
        'keep one of them',
      ),
    ];
  }
  const name = first.scheme;
  const scheme = schemes.get(name);
  if (scheme === undefined) {
    const meant = suggest(name, [...schemes.keys()]);
    return [
      problem(
        RULES.SecuritySchemeUnknown,
        name,
        `${key} requires the security scheme ${name}, which the document does not define, so that the route is open to the public`,
        meant === undefined ? 'define it in components/securitySchemes' : `did you mean ${meant}?`,
      ),
    ];
  }
  return scheme.type === undefined
    ? [
        problem(
          RULES.SecuritySchemeWithoutAuthorizer,
          name,
          `the security scheme ${name} of ${key} has no authorizer, so that the route is open to the public`,
          `add x-amazon-apigateway-authorizer to the scheme, or let ${key} require another one`,
        ),
      ]
    : [];
}

/** Checks the type of an authorizer. @param type as it is written */
export function checkAuthorizerType(scheme: string, type: unknown): Problem[] {
  const text = asText(type);
  if (isIntrinsic(type) || /^(?:request|jwt)$/i.test(text ?? '')) {
    return [];
  }
  const what = text === undefined ? 'has no type' : `has the type ${JSON.stringify(text)}, which only REST APIs support`;
  return [
    problem(RULES.AuthorizerExtensionInvalid, text, `the authorizer of the security scheme ${scheme} ${what}`, 'write request or jwt'),
  ];
}
