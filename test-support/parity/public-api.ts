import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import ts from 'typescript';
import { constructPackages, REPOSITORY } from '../family';

/** A member of a class or interface, or a parameter of a constructor. */
export interface ApiMember {
  readonly kind: 'property' | 'method' | 'parameter';
  readonly protected: boolean;
  readonly optional: boolean;
  /** The name of the type without its module; of a method the name of its result type. */
  readonly type: string;
}

/** An exported class or interface, with inherited members. Constructor parameters are named `constructor.<name>`. */
export interface ApiType {
  readonly kind: 'class' | 'interface';
  readonly members: Readonly<Record<string, ApiMember>>;
}

export type Api = Readonly<Record<string, ApiType>>;

// --- The CDK's module, from its jsii assembly ---

const MODULE = 'aws-cdk-lib.aws_apigatewayv2_integrations';

interface JsiiMember {
  readonly name: string;
  readonly protected?: boolean;
  readonly optional?: boolean;
  readonly type?: JsiiReference;
  readonly returns?: { readonly type: JsiiReference };
}

type JsiiReference = {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: JsiiReference };
};

interface JsiiType {
  readonly fqn: string;
  readonly namespace?: string;
  readonly name: string;
  readonly kind: 'class' | 'interface';
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly properties?: readonly JsiiMember[];
  readonly methods?: readonly JsiiMember[];
  readonly initializer?: { readonly parameters?: readonly JsiiMember[] };
}

/** The public API of the CDK's module in an installed version, given by the name of its package. */
export function cdkApi(packageName: string): Api {
  const root = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  const assembly = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
  const { types }: { types: Record<string, JsiiType> } = assembly.filename
    ? JSON.parse(gunzipSync(readFileSync(join(root, assembly.filename))).toString())
    : assembly;
  const membersOf = ({ base, interfaces = [], properties = [], methods = [] }: JsiiType): Record<string, ApiMember> => ({
    ...Object.assign({}, ...[base, ...interfaces].map((fqn) => (fqn?.startsWith(`${MODULE}.`) ? membersOf(types[fqn]) : {}))),
    ...Object.fromEntries(properties.map((property) => [property.name, jsiiMember('property', property)])),
    ...Object.fromEntries(methods.map((method) => [method.name, jsiiMember('method', method)])),
  });
  const inModule = Object.values(types).filter(({ fqn }) => fqn.startsWith(`${MODULE}.`));
  return Object.fromEntries(
    inModule.map((type) => {
      const parameters = (type.initializer?.parameters ?? []).map((parameter) => [
        `constructor.${parameter.name}`,
        jsiiMember('parameter', parameter),
      ]);
      return [type.name, { kind: type.kind, members: { ...membersOf(type), ...Object.fromEntries(parameters) } }];
    }),
  );
}

function jsiiMember(kind: ApiMember['kind'], { protected: isProtected = false, optional = false, type, returns }: JsiiMember): ApiMember {
  return { kind, protected: isProtected, optional, type: kind === 'method' ? jsiiTypeName(returns?.type) : jsiiTypeName(type) };
}

function jsiiTypeName(type: JsiiReference | undefined): string {
  if (type?.collection !== undefined) {
    return `${type.collection.kind} of ${jsiiTypeName(type.collection.elementtype)}`;
  }
  return type?.primitive ?? type?.fqn?.split('.').at(-1) ?? 'void';
}

// --- This family, from its sources, since its assemblies exist only after a build ---

type Declaration = ts.ClassDeclaration | ts.InterfaceDeclaration;

/** The public API of all construct packages except core, which an app imports instead of the CDK's module. */
export function familyApi(): Api {
  const declarations = new Map<string, Declaration>();
  const exported = new Set<string>();
  for (const name of constructPackages) {
    const src = join(REPOSITORY, 'packages', name, 'src');
    for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))) {
      for (const statement of parse(join(src, file)).statements) {
        // The interface of core is the one that has the members.
        if (isDeclaration(statement) && statement.name !== undefined && !parentsOf(statement).includes(statement.name.text)) {
          declarations.set(statement.name.text, statement);
        }
      }
    }
    if (name !== 'core') {
      for (const exportedName of exportsOf(join(src, 'index.ts'))) {
        exported.add(exportedName);
      }
    }
  }
  const membersOf = (declaration: Declaration): Record<string, ApiMember> => ({
    ...Object.assign(
      {},
      ...parentsOf(declaration).map((parent) => {
        const found = declarations.get(parent);
        return found === undefined ? {} : membersOf(found);
      }),
    ),
    ...ownMembersOf(declaration),
  });
  return Object.fromEntries(
    [...exported].flatMap((name) => {
      const declaration = declarations.get(name);
      return declaration === undefined
        ? []
        : [[name, { kind: ts.isClassDeclaration(declaration) ? 'class' : 'interface', members: membersOf(declaration) }]];
    }),
  );
}

/** The names that an index exports, all with `export * from` or `export type * from`. */
function exportsOf(index: string): string[] {
  return parse(index).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause !== undefined || statement.moduleSpecifier === undefined) {
      throw new Error(`${index} has a statement that is not an "export * from": ${statement.getText()}`);
    }
    const path = join(dirname(index), (statement.moduleSpecifier as ts.StringLiteral).text);
    const file = [`${path}.ts`, join(path, 'index.ts')].find(existsSync);
    if (file === undefined) {
      throw new Error(`${index} exports ${path}, which does not exist`);
    }
    return parse(file).statements.flatMap((exportedStatement) =>
      isDeclaration(exportedStatement) && modifiersOf(exportedStatement).includes(ts.SyntaxKind.ExportKeyword) && exportedStatement.name
        ? [exportedStatement.name.text]
        : [],
    );
  });
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

function isDeclaration(statement: ts.Statement): statement is Declaration {
  return ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement);
}

function modifiersOf(node: ts.Node): ts.SyntaxKind[] {
  return ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map(({ kind }) => kind) : [];
}

function parentsOf({ heritageClauses = [] as never }: Declaration): string[] {
  return [...heritageClauses].flatMap(({ types }) =>
    types.map(({ expression }) => (ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText())),
  );
}

function ownMembersOf(declaration: Declaration): Record<string, ApiMember> {
  const entries: [string, ApiMember][] = [];
  for (const member of declaration.members) {
    if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) {
        const optional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
        entries.push([
          `constructor.${parameter.name.getText()}`,
          { kind: 'parameter', protected: false, optional, type: typeNameOf(parameter.type) },
        ]);
      }
      continue;
    }
    const modifiers = modifiersOf(member);
    const name = member.name?.getText();
    if (name === undefined || name.startsWith('_') || modifiers.includes(ts.SyntaxKind.PrivateKeyword)) {
      continue;
    }
    const isMethod = ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
    const { type, questionToken } = member as ts.PropertyDeclaration;
    entries.push([
      name,
      {
        kind: isMethod ? 'method' : 'property',
        protected: modifiers.includes(ts.SyntaxKind.ProtectedKeyword),
        optional: questionToken !== undefined,
        type: typeNameOf(type),
      },
    ]);
  }
  return Object.fromEntries(entries);
}

/** The name of a type as jsii has it, without its module. */
function typeNameOf(type: ts.TypeNode | undefined): string {
  if (type === undefined) {
    return 'void';
  }
  if (ts.isTypeLiteralNode(type)) {
    const [index] = type.members;
    return `map of ${typeNameOf((index as ts.IndexSignatureDeclaration).type)}`;
  }
  if (ts.isArrayTypeNode(type)) {
    return `array of ${typeNameOf(type.elementType)}`;
  }
  return type.getText().split('.').at(-1) ?? '';
}
