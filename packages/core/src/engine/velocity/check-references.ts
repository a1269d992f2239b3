import { suggest } from '../names/suggest';
import { INPUT_MEMBERS, UTIL_MEMBERS } from './service-objects';
import type { VelocityNode, VelocityReference, VelocitySpan, VelocityStep, VelocityTemplate } from './tree';
import { walkVelocity } from './walk';

/** The codes of problems in templates. */
export type VelocityCode =
  | 'TemplateSyntaxInvalid'
  | 'TemplateDirectiveUnsupported'
  | 'TemplateMemberUnknown'
  | 'TemplateContextUnknown'
  | 'TemplateStageVariableUnset'
  | 'TemplateVariableUnset'
  | 'TemplateTextSwallowed'
  | 'TemplateStatusMissing'
  | 'TemplateNeverJson';

/** A problem of a template, with its position. */
export interface VelocityProblem {
  readonly code: VelocityCode;
  readonly message: string;
  readonly remedy: string;
  readonly span: VelocitySpan;
}

/** Facts about the use of a template. */
export interface VelocityUse {
  /** The required output: any text, JSON, or, for a mock integration, JSON with a status code. */
  readonly prints?: 'json' | 'status' | 'text';
  /** The names of context variables, without the dollar sign; a name that ends with a dot stands for all nested names. */
  readonly contextVariables: readonly string[];
  /** The names of the stage variables; undefined if they are unknown. */
  readonly stageVariables?: readonly string[];
}

/** Variables that the engine sets. */
const OWN_VARIABLES = ['input', 'util', 'context', 'stageVariables', 'foreach', 'velocityCount', 'velocityHasNext'];
/** Names that are conventionally used for a missing value. */
const EMPTY_BY_CUSTOM: ReadonlySet<string> = new Set(['null', 'nil', 'none', 'empty', 'undefined']);
/** Directives of other Velocity versions and of other languages, with their replacements. */
const OTHER_DIRECTIVES: ReadonlyMap<string, string> = new Map([
  ['evaluate', 'write the text itself'],
  ['include', 'write its text here'],
  ['parse', 'write its text here'],
  ['return', 'print the value, or end the template with #stop'],
  ['elsif', 'write #elseif'],
  ['elif', 'write #elseif'],
  ['elseIf', 'write #elseif'],
  ['endif', 'write #end'],
  ['endIf', 'write #end'],
  ['endfor', 'write #end'],
  ['for', 'write #foreach($item in $list)'],
  ['forEach', 'write #foreach($item in $list)'],
  ['each', 'write #foreach($item in $list)'],
  ['while', 'write #foreach($item in $list)'],
]);

/** Checks the references and the directives of a template. */
export class ReferenceCheck {
  private readonly found = new Map<string, VelocityProblem>();
  private readonly defined = new Set(OWN_VARIABLES);
  private readonly macros = new Set<string>();

  public constructor(
    private readonly template: VelocityTemplate,
    private readonly use: VelocityUse,
  ) {}

  public problems(): VelocityProblem[] {
    const { nodes } = this.template;
    walkVelocity(nodes, { node: (node) => this.define(node) });
    walkVelocity(nodes, {
      node: (node) => this.directive(node),
      reference: (reference, compared) => this.reference(reference, compared),
    });
    return [...this.found.values()];
  }

  /** Records each problem once, at its first position. */
  private add(code: VelocityCode, span: VelocitySpan, message: string, remedy: string): void {
    if (!this.found.has(message)) {
      this.found.set(message, { code, message, remedy, span });
    }
  }

  private define(node: VelocityNode): void {
    switch (node.kind) {
      case 'set':
        this.defined.add(node.target.name);
        return;
      case 'foreach':
        this.defined.add(node.variable);
        return;
      case 'define':
        this.defined.add(node.name);
        return;
      case 'macro':
        this.macros.add(/\(\s*([\w@]+)/.exec(node.source)?.[1] as string);
        return;
      default:
    }
  }

  private directive(node: VelocityNode): void {
    if (node.kind === 'macro') {
      this.add(
        'TemplateDirectiveUnsupported',
        headOf(node.span, '#macro'),
        'the service ignores macro definitions, so #macro has no effect',
        'use #define($name), and print it with $name',
      );
    }
    if (node.kind === 'unknown') {
      const remedy = this.macros.has(node.name) ? 'use #define($name), and print it with $name' : OTHER_DIRECTIVES.get(node.name);
      if (remedy !== undefined) {
        this.add(
          'TemplateDirectiveUnsupported',
          node.span,
          `the service does not support the directive #${node.name}, and prints it unchanged`,
          remedy,
        );
      }
    }
    if (node.kind === 'swallowed') {
      this.add(
        'TemplateTextSwallowed',
        node.span,
        `${JSON.stringify(node.source)} directly after a reference is read as another reference, and prints only ${JSON.stringify(node.output)}`,
        'write the preceding reference in braces: ${name}',
      );
    }
  }

  private reference(reference: VelocityReference, compared: boolean): void {
    switch (reference.name) {
      case 'input':
        this.input(reference);
        return;
      case 'util':
        this.util(reference);
        return;
      case 'context':
        this.context(reference);
        return;
      case 'stageVariables':
        this.stageVariable(reference);
        return;
      default:
        this.variable(reference, compared);
    }
  }

  private input({ steps: [first, second] }: VelocityReference): void {
    if (first === undefined || first.kind === 'index') {
      return;
    }
    if (first.name === 'body') {
      if (first.kind === 'method') {
        this.add(
          'TemplateMemberUnknown',
          first.span,
          '$input.body is not a function; with parentheses, it prints nothing',
          'write $input.body',
        );
      } else if (second?.kind === 'property') {
        this.add(
          'TemplateMemberUnknown',
          second.span,
          `$input.body is a string, which has no member .${second.name}`,
          `write $input.path('$.${second.name}')`,
        );
      }
      return;
    }
    this.member('input', first, INPUT_MEMBERS, first.name === 'params' ? [0, 1] : [1]);
  }

  private util({ steps: [first] }: VelocityReference): void {
    if (first !== undefined && first.kind !== 'index') {
      this.member('util', first, UTIL_MEMBERS, [1]);
    }
  }

  private member(
    object: string,
    step: Exclude<VelocityStep, { kind: 'index' }>,
    members: readonly string[],
    counts: readonly number[],
  ): void {
    const { name, span } = step;
    const path = `$${object}.${name}`;
    if (!members.includes(name)) {
      const similar = suggest(name, members);
      const known = members.map((member) => `$${object}.${member}`).join(', ');
      this.add(
        'TemplateMemberUnknown',
        span,
        `${path} does not exist, so it prints nothing`,
        similar === undefined ? `use one of ${known}` : `write $${object}.${similar}`,
      );
    } else if (step.kind === 'property') {
      this.add('TemplateMemberUnknown', span, `${path} is a function; without parentheses, it prints nothing`, `write ${path}(...)`);
    } else if (!counts.includes(step.args.length)) {
      this.add(
        'TemplateMemberUnknown',
        span,
        `${path} takes ${counts.join(' or ')} arguments, but is called with ${step.args.length}`,
        'pass one value',
      );
    }
  }

  private context({ steps, span }: VelocityReference): void {
    const names = namesOf(steps);
    const path = names.join('.');
    const { contextVariables } = this.use;
    const isKnown = (name: string) =>
      contextVariables.some((known) => known === name || known.startsWith(`${name}.`) || (known.endsWith('.') && name.startsWith(known)));
    if (names.length > 0 && !isKnown(path)) {
      const similar = suggest(path, contextVariables);
      this.add(
        'TemplateContextUnknown',
        span,
        `WebSocket APIs have no $context.${path}, so it prints nothing`,
        similar === undefined ? 'use a documented context variable' : `write $context.${similar}`,
      );
    }
  }

  private stageVariable({ steps, span }: VelocityReference): void {
    const { stageVariables } = this.use;
    const [name] = [...namesOf(steps), ...keyOf(steps[0])];
    if (stageVariables !== undefined && name !== undefined && !stageVariables.includes(name)) {
      const similar = suggest(name, stageVariables);
      this.add(
        'TemplateStageVariableUnset',
        span,
        `no stage of the API has the variable ${JSON.stringify(name)}, so it prints nothing`,
        similar === undefined ? 'set it on the stage' : `set it on the stage, or use ${similar}`,
      );
    }
  }

  /** A compared variable and a quiet reference may intentionally have no value. */
  private variable({ name, quiet, span }: VelocityReference, compared: boolean): void {
    if (this.defined.has(name) || compared || quiet || EMPTY_BY_CUSTOM.has(name)) {
      return;
    }
    const similar = suggest(name, [...this.defined]);
    this.add(
      'TemplateVariableUnset',
      span,
      `the template never sets $${name}, so it prints nothing`,
      similar === undefined ? `set it with #set, or write $!${name} if it may be empty` : `write $${similar}`,
    );
  }
}

function namesOf(steps: readonly VelocityStep[]): string[] {
  const end = steps.findIndex(({ kind }) => kind !== 'property');
  return steps.slice(0, end < 0 ? steps.length : end).map((step) => (step as { readonly name: string }).name);
}

/** Returns the key of `['name']` or `.get('name')`. */
function keyOf(step: VelocityStep | undefined): string[] {
  const key = step?.kind === 'index' ? step.index : step?.kind === 'method' && step.name === 'get' ? step.args[0] : undefined;
  return key?.kind === 'text' ? [key.value] : [];
}

function headOf({ start }: VelocitySpan, head: string): VelocitySpan {
  return { start, end: start + head.length };
}
