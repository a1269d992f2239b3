import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly, ClassType, InterfaceType, Method, Property, Type } from '@jsii/spec';
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
  readonly declaredBy: Documented;
  readonly member: T;
}

/** All types of the family, by their fully qualified names. */
export class Family {
  private readonly byName: ReadonlyMap<string, Documented>;

  public constructor(public readonly packages: readonly Package[]) {
    this.byName = new Map(
      packages.flatMap((each) => Object.values(each.assembly.types ?? {}).map((type) => [type.fqn, { package: each, type }])),
    );
  }

  /** Finds a type, unless it belongs to another library, such as aws-cdk-lib. */
  public find(fqn: string): Documented | undefined {
    return this.byName.get(fqn);
  }

  /** The types of a package, by name. */
  public typesOf({ assembly }: Package): Type[] {
    return Object.values(assembly.types ?? {}).sort((one, other) => one.name.localeCompare(other.name, 'en'));
  }

  /** The public properties of a class or an interface: its own, and those that it inherits from types of the family. */
  public propertiesOf(documented: Documented): Member<Property>[] {
    return this.membersOf(documented, ({ properties }) => properties ?? []);
  }

  /** The methods of a class or an interface: its own, and those that it inherits from types of the family. */
  public methodsOf(documented: Documented): Member<Method>[] {
    return this.membersOf(documented, ({ methods }) => methods ?? []);
  }

  private membersOf<T extends Property | Method>(start: Documented, declared: (type: ClassType | InterfaceType) => T[]): Member<T>[] {
    const found = new Map<string, Member<T>>();
    for (const documented of [start, ...this.ancestorsOf(start)]) {
      for (const member of declared(documented.type as ClassType | InterfaceType)) {
        if (!found.has(member.name)) {
          found.set(member.name, { declaredBy: documented, member });
        }
      }
    }
    return [...found.values()];
  }

  private ancestorsOf({ type }: Documented): Documented[] {
    const { base, interfaces = [] } = type as ClassType & InterfaceType;
    return [...(base === undefined ? [] : [base]), ...interfaces].flatMap((fqn) => {
      const parent = this.find(fqn);
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

/** Reads the assemblies of all packages of constructs. */
export function readFamily(): Family {
  return new Family(constructPackages.map((shortName) => ({ shortName, assembly: JSON.parse(readFileSync(pathOf(shortName), 'utf8')) })));
}

const pathOf = (name: string): string => join(REPOSITORY, 'packages', name, '.jsii');
