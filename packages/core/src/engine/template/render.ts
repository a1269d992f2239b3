import type { ResolvedValue, Segment } from './segment';
import type { Template } from './template';

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Renders a value for display: `arn:${AWS::Partition}:sqs:...`, `${Handler.Arn}`; names are relative to the home stack. */
export function render(value: ResolvedValue, home: Template): string {
  return value.map((segment) => (segment.kind === 'text' ? segment.text : `\${${expressionOf(segment, home)}}`)).join('');
}

/** Like `render`, but a reference that is the whole value is rendered without `${}` and attribute. */
export function renderName(value: ResolvedValue, home: Template): string {
  const [only, ...rest] = value;
  return only?.kind === 'reference' && rest.length === 0 ? only.resource.nameIn(home) : render(value, home);
}

/** Renders a value for comparison: two values are equal if and only if their keys are equal. `:`, `/` and `*` come only from text. */
export function keyText(value: ResolvedValue): string {
  return value.map(segmentKey).join('');
}

function segmentKey(segment: Segment): string {
  switch (segment.kind) {
    case 'text':
      return segment.text;
    case 'reference':
      return opaque(`${segment.resource.key}.${segment.attribute ?? ''}`);
    case 'unknown':
      return opaque(segment.name);
    case 'call':
      return opaque(`${segment.name}(${segment.args.map(keyText).join(',')})`);
  }
}

function opaque(name: string): string {
  return `\${${encodeURIComponent(name.replace(LONE_SURROGATE, '?')).replaceAll('*', '%2A')}}`;
}

function expressionOf(segment: Exclude<Segment, { kind: 'text' }>, home: Template): string {
  switch (segment.kind) {
    case 'reference': {
      const name = segment.resource.nameIn(home);
      return segment.attribute === undefined ? name : `${name}.${segment.attribute}`;
    }
    case 'unknown':
      return segment.name;
    case 'call': {
      const args = segment.args.map((arg) => arg.map((inner) => (inner.kind === 'text' ? inner.text : expressionOf(inner, home))).join(''));
      return `${segment.name}(${args.join(', ')})`;
    }
  }
}
