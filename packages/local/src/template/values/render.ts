import type { Template } from '../../assembly/template';
import { readableName } from './resource';
import type { ResolvedValue, Segment } from './segment';

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The value for people: `arn:${AWS::Partition}:sqs:...`, `${Handler.Arn}`, names short within the home stack. */
export function render(value: ResolvedValue, home: Template): string {
  return value.map((part) => (part.kind === 'text' ? part.text : `\${${bare(part, home)}}`)).join('');
}

/** Like `render`, but a reference that stands alone goes without `${}` and without its attribute. */
export function renderName(value: ResolvedValue, home: Template): string {
  const [only, ...rest] = value;
  return only?.kind === 'reference' && rest.length === 0 ? readableName(only.resource, home) : render(value, home);
}

/** The value for comparing: two values are the same if and only if their keys are; `:`, `/` and `*` stem from text alone. */
export function keyText(value: ResolvedValue): string {
  return value.map(partKey).join('');
}

function partKey(part: Segment): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'reference':
      return opaque(`${part.resource.key}.${part.attribute ?? ''}`);
    case 'unknown':
      return opaque(part.name);
    case 'call':
      return opaque(`${part.name}(${part.args.map(keyText).join(',')})`);
  }
}

function opaque(name: string): string {
  return `\${${encodeURIComponent(name.replace(LONE_SURROGATE, '?')).replaceAll('*', '%2A')}}`;
}

function bare(part: Exclude<Segment, { kind: 'text' }>, home: Template): string {
  switch (part.kind) {
    case 'reference': {
      const name = readableName(part.resource, home);
      return part.attribute === undefined ? name : `${name}.${part.attribute}`;
    }
    case 'unknown':
      return part.name;
    case 'call': {
      const args = part.args.map((arg) => arg.map((inner) => (inner.kind === 'text' ? inner.text : bare(inner, home))).join(''));
      return `${part.name}(${args.join(', ')})`;
    }
  }
}
