import type { Callable, ClassType, EnumType, Initializer, InterfaceType, Method, Parameter, Property } from '@jsii/spec';
import type { Documented, Family, Member, Package } from './assemblies';
import { escapeText, MarkdownWriter, typeScriptType } from './markdown';

const FRONTMATTER = ['---', 'editLink: false', 'prev: false', 'next: false', 'outline: [2, 3]', '---', ''];

/** The page of a class, an interface or an enum. */
export function typePage(family: Family, documented: Documented): string {
  const { type, package: home } = documented;
  const writer = new MarkdownWriter(family, home.shortName);
  return [
    ...FRONTMATTER,
    `# ${type.name}`,
    '',
    `<p class="api-kind"><span>${kindOf(documented)}</span> <a href="./">${home.assembly.name}</a></p>`,
    '',
    ...writer.docs(type.docs),
    ...heritage(writer, documented),
    ...imports(documented),
    ...(type.kind === 'enum' ? members(writer, type) : [...construction(writer, documented), ...body(family, writer, documented)]),
  ].join('\n');
}

/** The page of a package, which lists its types. */
export function packagePage(family: Family, each: Package): string {
  const types = family.typesOf(each);
  const groups: [string, (documented: Documented) => boolean][] = [
    ['Classes', ({ type }) => type.kind === 'class'],
    ['Options and data', ({ type }) => type.kind === 'interface' && type.datatype === true],
    ['Interfaces', ({ type }) => type.kind === 'interface' && type.datatype !== true],
    ['Enums', ({ type }) => type.kind === 'enum'],
  ];
  return [
    ...FRONTMATTER,
    `# API of ${each.assembly.name}`,
    '',
    `${each.assembly.description}. [Installation and an example](../../../packages/${each.shortName}/README.md).`,
    '',
    ...groups.flatMap(([title, belongs]) => {
      const found = types.filter((type) => belongs({ type, package: each }));
      const rows = found.map(({ name, docs }) => `| [${name}](./${name}.md) | ${cell(docs?.summary)} |`);
      return rows.length === 0 ? [] : [`## ${title}`, '', '| name | description |', '| --- | --- |', ...rows, ''];
    }),
  ].join('\n');
}

/** The page that lists the packages. */
export function familyPage(family: Family): string {
  const rows = family.packages.map((each) => {
    const { assembly, shortName } = each;
    const classes = family.typesOf(each).filter(({ kind, name }) => kind === 'class' && name.includes('Integration'));
    const links = classes.map(({ name }) => `[${name}](./${shortName}/${name}.md)`).join(', ');
    return `| [${assembly.name}](./${shortName}/index.md) | ${cell(assembly.description)} | ${links || '-'} |`;
  });
  return [
    ...FRONTMATTER,
    '# API reference',
    '',
    'The classes and options of every package of constructs, for all languages. It is generated from the assemblies that',
    'jsii writes when it compiles the packages. The command line of the local gateway has a [page of its',
    'own](../../docs/local/command-line.md).',
    '',
    '| package | description | integrations |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function kindOf({ type }: Documented): string {
  if (type.kind === 'interface') {
    return type.datatype === true ? 'options' : 'interface';
  }
  return type.kind === 'class' && type.abstract === true ? 'abstract class' : type.kind;
}

function heritage(writer: MarkdownWriter, { type }: Documented): string[] {
  const { base, interfaces = [] } = type as ClassType & InterfaceType;
  const verb = type.kind === 'interface' ? 'Extends' : 'Implements';
  const lines = [
    ...(base === undefined ? [] : [`**Extends** ${writer.link(base)}  `]),
    ...(interfaces.length === 0 ? [] : [`**${verb}** ${interfaces.map((fqn) => writer.link(fqn)).join(', ')}`]),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

/** How each language imports the type. */
function imports({ type, package: { assembly } }: Documented): string[] {
  const { targets = {} } = assembly;
  const go = targets['go'] as { moduleName: string; packageName: string };
  const python = targets['python'] as { module: string };
  const java = targets['java'] as { package: string };
  const dotnet = targets['dotnet'] as { namespace: string };
  const blocks: [string, string][] = [
    ['ts', `import { ${type.name} } from '${assembly.name}';`],
    ['python', `from ${python.module} import ${type.name}`],
    ['java', `import ${java.package}.${type.name};`],
    ['csharp', `using ${dotnet.namespace};`],
    ['go', `import "${go.moduleName}/${go.packageName}"`],
  ];
  return [
    '<LanguageTabs>',
    '',
    ...blocks.flatMap(([language, code]) => [`<template #${language}>`, '', `\`\`\`${language}`, code, '```', '', '</template>']),
    '',
    '</LanguageTabs>',
    '',
  ];
}

function members(writer: MarkdownWriter, { members: listed }: EnumType): string[] {
  return ['## Members', '', ...listed.flatMap(({ name, docs }) => [`### ${name}`, '', ...writer.docs(docs)])];
}

function construction(writer: MarkdownWriter, { type }: Documented): string[] {
  const initializer: Initializer | undefined = type.kind === 'class' ? type.initializer : undefined;
  if (initializer === undefined || initializer.protected === true) {
    return [];
  }
  return [
    '## Constructor',
    '',
    '```ts',
    `new ${type.name}(${parametersText(initializer)})`,
    '```',
    '',
    ...writer.docs(initializer.docs),
    ...parameters(writer, initializer),
  ];
}

function body(family: Family, writer: MarkdownWriter, documented: Documented): string[] {
  const isVisible = ({ member }: Member<Property | Method>) => member.protected !== true;
  const properties = family.propertiesOf(documented.type);
  const methods = family.methodsOf(documented.type);
  const isStatic = ({ member }: Member<Property | Method>) => member.static === true;
  const groups: [string, string[]][] = [
    ['Constants', properties.filter((each) => isVisible(each) && isStatic(each)).flatMap((each) => property(writer, documented, each))],
    ['Static methods', methods.filter((each) => isVisible(each) && isStatic(each)).flatMap((each) => method(writer, documented, each))],
    ['Properties', properties.filter((each) => isVisible(each) && !isStatic(each)).flatMap((each) => property(writer, documented, each))],
    ['Methods', methods.filter((each) => isVisible(each) && !isStatic(each)).flatMap((each) => method(writer, documented, each))],
    [
      'For subclasses',
      [
        ...properties.filter((each) => !isVisible(each)).flatMap((each) => property(writer, documented, each)),
        ...methods.filter((each) => !isVisible(each)).flatMap((each) => method(writer, documented, each)),
      ],
    ],
  ];
  return groups.flatMap(([title, lines]) => (lines.length === 0 ? [] : [`## ${title}`, '', ...lines]));
}

/** States where a member is declared, if it is inherited. */
function inheritance(writer: MarkdownWriter, { type }: Documented, { declaredBy }: Member<unknown>): string {
  return declaredBy === type ? '' : ` <span class="api-inherited">from ${writer.link(declaredBy.fqn)}</span>`;
}

function property(writer: MarkdownWriter, documented: Documented, each: Member<Property>): string[] {
  const { name, type, optional, docs } = each.member;
  const isOption = documented.type.kind === 'interface' && documented.type.datatype === true;
  const need = isOption ? ` <span class="api-need">${optional === true ? 'optional' : 'required'}</span>` : '';
  return [
    `### ${name}`,
    '',
    `${writer.type(type)}${need}${inheritance(writer, documented, each)}`,
    '',
    ...writer.docs(docs, { showsDefault: true }),
  ];
}

function method(writer: MarkdownWriter, documented: Documented, each: Member<Method>): string[] {
  const { name, returns, docs, static: isStatic } = each.member;
  const result = returns === undefined ? 'void' : typeScriptType(returns.type);
  const from = inheritance(writer, documented, each).trim();
  return [
    `### ${name}`,
    '',
    ...(from === '' ? [] : [from, '']),
    '```ts',
    `${isStatic === true ? `${documented.type.name}.` : ''}${name}(${parametersText(each.member)}): ${result}`,
    '```',
    '',
    ...writer.docs(docs),
    ...parameters(writer, each.member),
    ...(returns === undefined ? [] : [`**Returns** ${writer.type(returns.type)}`, '']),
  ];
}

function parameters(writer: MarkdownWriter, { parameters: listed = [] }: Callable): string[] {
  if (listed.length === 0) {
    return [];
  }
  const rows = listed.map(
    (parameter) => `| \`${nameOf(parameter)}\` | ${pipes(writer.type(parameter.type))} | ${cell(parameter.docs?.summary)} |`,
  );
  return ['| parameter | type | description |', '| --- | --- | --- |', ...rows, ''];
}

function parametersText({ parameters: listed = [] }: Callable): string {
  return listed.map((parameter) => `${nameOf(parameter)}: ${typeScriptType(parameter.type)}`).join(', ');
}

const nameOf = ({ name, optional, variadic }: Parameter): string =>
  `${variadic === true ? '...' : ''}${name}${optional === true ? '?' : ''}`;
const pipes = (text: string): string => text.replace(/\|/g, '\\|');
const cell = (text: string | undefined): string => pipes(escapeText(text ?? '').replace(/\n/g, ' ')) || '-';
