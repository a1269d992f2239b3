import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ALL_SPEC_FEATURES,
  type Assembly,
  type ClassType,
  type InterfaceType,
  loadAssemblyFromPath,
  type Method,
  type Property,
  type Type,
} from '@jsii/spec';
import { packagesOf } from '../../test-support/packages';
import { REPOSITORY } from '../../test-support/repository';

/** A package of constructs, with the assembly that jsii wrote when it compiled it. */
export interface Package {
  readonly shortName: string;
  readonly assembly: Assembly;
}

/** A class, an interface or an enum of a package. */
export interface Documented {
  readonly package: Package;
  readonly type: Type;
}

/** A member, and the type that declares it. */
export interface Member<T> {
  readonly declaredBy: Type;
  readonly member: T;
}

/** All types of the family, by their fully qualified names. */
export class Family {
  private readonly byName: ReadonlyMap<string, Documented>;

  /** @param libraries the assemblies of the libraries whose types are inherited, such as aws-cdk-lib */
  public constructor(
    public readonly packages: readonly Package[],
    private readonly libraries: readonly Assembly[],
  ) {
    this.byName = new Map(
      packages.flatMap((each) => Object.values(each.assembly.types ?? {}).map((type) => [type.fqn, { package: each, type }])),
    );
  }

  /** Finds a type, unless it belongs to another library. */
  public find(fqn: string): Documented | undefined {
    return this.byName.get(fqn);
  }

  /** The types of a package, by name. */
  public typesOf({ assembly }: Package): Type[] {
    return Object.values(assembly.types ?? {}).sort((one, other) => one.name.localeCompare(other.name, 'en'));
  }

  /** The properties of a class or an interface: its own, and those that it inherits. */
  public propertiesOf(type: Type): Member<Property>[] {
    return this.membersOf(type, ({ properties }) => properties ?? []);
  }

  /** The methods of a class or an interface: its own, and those that it inherits. */
  public methodsOf(type: Type): Member<Method>[] {
    return this.membersOf(type, ({ methods }) => methods ?? []);
  }

  private membersOf<T extends Property | Method>(start: Type, declared: (type: ClassType | InterfaceType) => T[]): Member<T>[] {
    const found = new Map<string, Member<T>>();
    for (const type of [start, ...this.ancestorsOf(start)]) {
      for (const member of declared(type as ClassType | InterfaceType)) {
        // A subclass may have a static method with the name of an inherited one.
        const key = `${member.static === true} ${member.name}`;
        if (!found.has(key)) {
          found.set(key, { declaredBy: type, member });
        }
      }
    }
    return [...found.values()];
  }

  private ancestorsOf(type: Type): Type[] {
    const { base, interfaces = [] } = type as ClassType & InterfaceType;
    return [...(base === undefined ? [] : [base]), ...interfaces].flatMap((fqn) => {
      const parent = this.find(fqn)?.type ?? this.libraries.map(({ types }) => types?.[fqn]).find((found) => found !== undefined);
      return parent === undefined ? [] : [parent, ...this.ancestorsOf(parent)];
    });
  }
}

const constructPackages = packagesOf()
  .filter(({ isConstructs }) => isConstructs)
  .map(({ shortName }) => shortName);

/** The packages whose assemblies are missing, because they are not compiled yet. */
export function packagesWithoutAssembly(): string[] {
  return constructPackages.filter((name) => !existsSync(pathOf(name)));
}

/** Reads the assemblies of all packages of constructs, and of the libraries that they are built on. */
export function readFamily(): Family {
  const read = (folder: string): Assembly => loadAssemblyFromPath(join(REPOSITORY, folder), false, [...ALL_SPEC_FEATURES]);
  return new Family(
    constructPackages.map((shortName) => ({ shortName, assembly: read(`packages/${shortName}`) })),
    ['aws-cdk-lib', 'constructs'].map((name) => read(`node_modules/${name}`)),
  );
}

const pathOf = (name: string): string => join(REPOSITORY, 'packages', name, '.jsii');
