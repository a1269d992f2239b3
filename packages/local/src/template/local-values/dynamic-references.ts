/** A reference that CloudFormation resolves at deployment: `{{resolve:ssm:/name:1}}`, `{{resolve:secretsmanager:id:...}}`. */
export interface DynamicReference {
  /** The whole reference with its braces. */
  readonly whole: string;
  /** The name of a Systems Manager parameter; undefined for a secret. */
  readonly stored?: string;
}

const REFERENCE = /\{\{resolve:([^{}]*)\}\}/g;

/** The dynamic references in a text. */
export function dynamicReferences(text: string): readonly DynamicReference[] {
  return text.includes('{{resolve:') ? [...text.matchAll(REFERENCE)].map(([whole, what = '']) => referenceOf(whole, what)) : [];
}

/** A text with its dynamic references replaced. */
export function withDynamicReferences(text: string, replace: (reference: DynamicReference) => string): string {
  return text.includes('{{resolve:') ? text.replace(REFERENCE, (whole: string, what: string) => replace(referenceOf(whole, what))) : text;
}

function referenceOf(whole: string, what: string): DynamicReference {
  const [service, name = ''] = what.split(':');
  return service === 'ssm' && name !== '' ? { whole, stored: name } : { whole };
}
