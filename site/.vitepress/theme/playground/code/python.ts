import { type Call, type Expression, linesOf, type Members, type Program, quoted } from './program';

const MAX_LINE_CHARACTERS = 88;

/** Prints a program in Python. */
export function printPython({ imports, statements }: Program): string {
  const lines = imports.map(({ module, names }) => `from ${moduleName(module)} import ${names.join(', ')}`);
  for (const statement of [{ kind: 'blank' } as const, ...statements]) {
    switch (statement.kind) {
      case 'blank':
        lines.push('');
        break;
      case 'let':
        lines.push(`${snakeCase(statement.name)} = ${print(statement.value, '')}`);
        break;
      case 'call':
        lines.push(`${snakeCase(statement.target)}.${printCall(snakeCase(statement.call.method), statement.call, '')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The name of a module as jsii generates it. */
function moduleName(module: string): string {
  return module
    .replace(/^@apigwv2-integrations\//, 'apigwv2_integrations_')
    .replace(/^aws-cdk-lib/, 'aws_cdk')
    .replaceAll('/', '.')
    .replaceAll('-', '_');
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '_').toLowerCase();
}

function print(expression: Expression, indent: string): string {
  switch (expression.kind) {
    case 'text':
      return printText(expression.text, indent);
    case 'number':
      return String(expression.value);
    case 'boolean':
      return expression.value ? 'True' : 'False';
    case 'name':
      return snakeCase(expression.name);
    case 'static':
      return `${expression.owner}.${printCall(snakeCase(expression.method), expression, indent)}`;
    case 'new':
      return printCall(expression.type, { method: expression.type, args: expression.args, props: expression.props }, indent);
    case 'chain': {
      const inner = `${indent}    `;
      const lines = [
        print(expression.start, inner),
        ...expression.calls.map((each) => `.${printCall(snakeCase(each.method), each, inner)}`),
      ];
      return lines.length === 1 ? print(expression.start, indent) : `(\n${lines.map((line) => `${inner}${line}\n`).join('')}${indent})`;
    }
    case 'struct':
      return printCall(expression.type, { method: expression.type, args: [], props: expression.members }, indent);
    case 'map':
      return bracketed(
        '{',
        expression.entries.map(([key, value]) => `${literal(key)}: ${print(value, `${indent}    `)}`),
        '}',
        indent,
      );
    case 'list':
      return bracketed(
        '[',
        expression.items.map((item) => print(item, `${indent}    `)),
        ']',
        indent,
      );
  }
}

function printCall(name: string, { args, props = [] }: Call, indent: string): string {
  const inner = `${indent}    `;
  return bracketed(`${name}(`, [...args.map((arg) => print(arg, inner)), ...keywords(props, inner)], ')', indent);
}

function keywords(members: Members, indent: string): readonly string[] {
  return members.map(([key, value]) => `${snakeCase(key)}=${print(value, indent)}`);
}

function bracketed(open: string, parts: readonly string[], close: string, indent: string): string {
  const line = `${open}${parts.join(', ')}${close}`;
  const isLong = line.includes('\n') || indent.length + line.length > MAX_LINE_CHARACTERS;
  return isLong && parts.length > 0 ? `${open}\n${parts.map((part) => `${indent}    ${part},\n`).join('')}${indent}${close}` : line;
}

/** Python joins texts that follow each other. */
function printText(text: string, indent: string): string {
  const lines = linesOf(text);
  if (lines.length < 2) {
    return literal(text);
  }
  const inner = `${indent}    `;
  return `(\n${lines.map((line) => `${inner}${literal(line)}\n`).join('')}${indent})`;
}

const literal = (value: string): string => quoted(value, '"', (digits) => `\\U${digits.padStart(8, '0')}`);
