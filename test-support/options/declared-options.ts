import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { constructPackages, REPOSITORY } from '../family';

/** An option of an integration class, and the interface that declares it. */
export interface DeclaredOption {
  readonly name: string;
  readonly of: string;
}

interface Interface {
  readonly members: readonly string[];
  /** The members that are not optional. */
  readonly required: readonly string[];
  readonly parents: readonly string[];
}

/** The declarations of the sources by name, without type checking. Names are unique in the family. */
class Declarations {
  public readonly interfaces = new Map<string, Interface>();
  /** The interface of the constructor's last parameter, by class. */
  public readonly propsOf = new Map<string, string>();
  /** The parameters of the constructor without a default after the ID, by class. */
  public readonly parametersOf = new Map<string, readonly ts.ParameterDeclaration[]>();

  public read(file: string): void {
    for (const statement of ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true).statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        this.addInterface(statement);
      } else if (ts.isClassDeclaration(statement)) {
        this.addClass(statement);
      }
    }
  }

  private addInterface({ name, members, heritageClauses = [] as never }: ts.InterfaceDeclaration): void {
    const parents = [...heritageClauses].flatMap(({ types }) =>
      types.map(({ expression }) => (ts.isPropertyAccessExpression(expression) ? expression.name : (expression as ts.Identifier)).text),
    );
    // A package may export an interface of core under its own name.
    if (parents.includes(name.text)) {
      return;
    }
    const named = members.filter((member) => member.name !== undefined && ts.isIdentifier(member.name));
    const nameOf = ({ name: member }: ts.TypeElement) => (member as ts.Identifier).text;
    this.interfaces.set(name.text, {
      members: named.map(nameOf),
      required: named.filter(({ questionToken }) => questionToken === undefined).map(nameOf),
      parents,
    });
  }

  private addClass({ name, members }: ts.ClassDeclaration): void {
    const parameters = members.find(ts.isConstructorDeclaration)?.parameters ?? [];
    const type = parameters.at(-1)?.type;
    if (name !== undefined) {
      const [, ...others] = parameters;
      this.parametersOf.set(
        name.text,
        others.filter(({ initializer, questionToken }) => initializer === undefined && questionToken === undefined),
      );
    }
    if (name !== undefined && type !== undefined && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
      this.propsOf.set(name.text, type.typeName.text);
    }
  }
}

const declarations = new Declarations();
for (const folder of constructPackages.map((name) => join(REPOSITORY, 'packages', name, 'src'))) {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))) {
    declarations.read(join(folder, file));
  }
}

/** The options of an integration class, including inherited ones. */
export function optionsOf(className: string): DeclaredOption[] {
  const props = declarations.propsOf.get(className);
  if (props === undefined) {
    throw new Error(`the constructor of ${className} has no interface of options as its last parameter`);
  }
  return membersOf(props);
}

/** The arguments and options without which an integration class cannot be created: parameters after the ID, then options. */
export function requiredOf(className: string): { readonly parameters: readonly string[]; readonly options: readonly string[] } {
  const props = declarations.propsOf.get(className);
  const parameters = declarations.parametersOf.get(className) ?? [];
  const isProps = ({ type }: ts.ParameterDeclaration) => type !== undefined && type.getText() === props;
  return {
    parameters: parameters.filter((each) => !isProps(each)).map(({ name }) => name.getText()),
    options: parameters.some(isProps) && props !== undefined ? requiredMembersOf(props) : [],
  };
}

function requiredMembersOf(name: string): readonly string[] {
  const { required, parents } = interfaceNamed(name);
  return [...parents.flatMap(requiredMembersOf), ...required];
}

/** The options that an interface declares, without inherited ones. */
export function ownMembersOf(name: string): readonly string[] {
  return interfaceNamed(name).members;
}

function membersOf(name: string): DeclaredOption[] {
  const { members, parents } = interfaceNamed(name);
  return [...parents.flatMap(membersOf), ...members.map((member) => ({ name: member, of: name }))];
}

function interfaceNamed(name: string): Interface {
  const found = declarations.interfaces.get(name);
  if (found === undefined) {
    throw new Error(`no package of the family declares the interface ${name}`);
  }
  return found;
}
