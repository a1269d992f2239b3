import { defineRules, type Rule } from '@apigwv2-integrations/core/engine';

/** Rules that only this package applies: those about the text of templates, about SAM, and about the code of functions. */
export const READER_RULES = defineRules({
  HandlerNotFound: {
    severity: 'error',
    summary: 'The code of a Node.js function does not contain its handler.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
    evidence: 'documented',
  },
  CodeNotFound: {
    severity: 'warning',
    summary: 'The code of a function or layer is not where its SAM template says, or may not be read.',
    source:
      'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-codeuri',
    evidence: 'documented',
  },
  EventApiMissing: {
    severity: 'error',
    summary: 'The ApiId of an HttpApi event does not refer to an AWS::Serverless::HttpApi of its template.',
    source: 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html',
    evidence: 'documented',
  },
  DuplicateKey: {
    severity: 'warning',
    summary: 'A map of a template in YAML has a key more than once.',
    source: 'https://yaml.org/spec/1.1/#id861060',
    evidence: 'documented',
  },
});

/** The code of a rule that only this package applies. */
export type ReaderRule = keyof typeof READER_RULES;

/** What is wrong, and what to change. */
export interface ProblemText {
  readonly message: string;
  readonly remedy: string;
}

/** A problem that is found while a template is read. */
export interface TemplateProblem extends ProblemText {
  readonly code: ReaderRule;
  /** @default the severity of the rule */
  readonly severity?: Rule['severity'];
  /** The resource, or a section of the template such as `Globals`. */
  readonly logicalId: string;
  /** Path within the resource or section. */
  readonly property: string;
  /** @default that of the property */
  readonly position?: { readonly line: number; readonly column: number };
}

/** A problem in one line. */
export function describeProblem({ message, remedy }: ProblemText): string {
  return `${message}: ${remedy}`;
}
