import { type Call, type Expression, linesOf, type Members, type Program, quoted } from './program';

const MAX_LINE_CHARACTERS = 100;

/** Prints a program in TypeScript. */
export function printTypeScript({ imports, statements }: Program): string {
  const lines = imports.map(({ module, names }) => `import { ${names.join(', ')} } from '${module}';`);
  for (const statement of [{ kind: 'blank' } as const, ...statements]) {
    switch (statement.kind) {
      case 'blank':
        lines.push('');
        break;
      case 'let':
        lines.push(`const ${statement.name} = ${print(statement.value, '')};`);
        break;
      case 'call':
        lines.push(`${statement.target}.${printCall(statement.call, '')};`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function print(expression: Expression, indent: string): string {
  switch (expression.kind) {
    case 'text':
      return printText(expression.text, indent);
    case 'number':
    case 'boolean':
      return String(expression.value);
    case 'name':
      return expression.name;
    case 'static':
      return `${expression.owner}.${printCall(expression, indent)}`;
    case 'new':
      return `new ${printCall({ method: expression.type, args: expression.args, props: expression.props }, indent)}`;
    case 'chain': {
      const inner = `${indent}  `;
      return [print(expression.start, indent), ...expression.calls.map((each) => `${inner}.${printCall(each, inner)}`)].join('\n');
    }
    case 'struct':
      return printMembers(expression.members, indent, (key) => key);
    case 'map':
      return printMembers(expression.entries, indent, (key) => (/^[A-Za-z_]\w*$/.test(key) ? key : literal(key)));
    case 'list':
      return `[${expression.items.map((item) => print(item, indent)).join(', ')}]`;
  }
}

function printCall({ method, args, props = [] }: Call, indent: string): string {
  const printed = [...args.map((arg) => print(arg, indent)), ...(props.length === 0 ? [] : [printMembers(props, indent, (key) => key)])];
  return `${method}(${printed.join(', ')})`;
}

function printMembers(members: Members, indent: string, keyOf: (key: string) => string): string {
  const inner = `${indent}  `;
  const printed = members.map(([key, value]) => {
    const text = print(value, inner);
    return text === key ? key : `${keyOf(key)}: ${text}`;
  });
  const line = `{ ${printed.join(', ')} }`;
  return printed.length > 0 && (line.includes('\n') || indent.length + line.length > MAX_LINE_CHARACTERS)
    ? `{\n${printed.map((each) => `${inner}${each},\n`).join('')}${indent}}`
    : printed.length === 0
      ? '{}'
      : line;
}

/** A text of several lines is a list of lines, so that none of them needs another way to be quoted. */
function printText(text: string, indent: string): string {
  const lines = linesOf(text);
  if (lines.length < 2) {
    return literal(text);
  }
  const inner = `${indent}  `;
  return `[\n${lines.map((line) => `${inner}${literal(line)},\n`).join('')}${indent}].join('')`;
}

const literal = (value: string): string => quoted(value, "'", (digits) => `\\u{${digits}}`);
