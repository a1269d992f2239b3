import type { TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asArray, type Resolver, type ResourceLocation, render, type Template } from '@apigwv2-integrations/core/engine';
import type { Diagnostics } from '../diagnostics/diagnostics';
import type { LocalValues } from '../template/local-values/local-values';
import { UnresolvedValues } from '../template/local-values/unresolved';
import type { OverrideLookup } from '../template/overrides/override-lookup';
import type { FunctionHandlers } from './function-handler';
import type { InvokeEndpoints } from './invoke-endpoint';

/** Resolves values of a template to text. */
export interface TextResolver {
  text(value: unknown, template: Template): string;
  /** The items of a list; an empty list for an absent value. */
  list(value: unknown, template: Template): readonly string[];
}

/** Resolves values for display: deploy-time values as `${Name}`, names relative to the home stack. */
export class DisplayTextResolver implements TextResolver {
  constructor(
    private readonly resolver: Resolver,
    private readonly home: Template,
  ) {}

  text(value: unknown, template: Template): string {
    return render(this.resolver.resolve(value, template), this.home);
  }

  list(value: unknown, template: Template): readonly string[] {
    const items = asArray(value).length > 0 ? asArray(value) : value === undefined ? [] : [value];
    return items.map((item) => this.text(item, template));
  }
}

/** What the definitions of an app are read with. */
export interface PlanContext {
  readonly local: LocalValues;
  readonly overrides: OverrideLookup;
  readonly diagnostics: Diagnostics;
  /** The file of each template, by the template's id. */
  readonly files: ReadonlyMap<string, TemplateFile>;
  /** Why no function of a runtime runs on this machine; undefined if functions do. @default every runtime is served */
  readonly runtimeProblem?: (runtime: string) => string | undefined;
  /** Finds the folder or `.zip` file of a layer that is not in the assembly. @default there are none */
  readonly layers?: { find(arn: string): { readonly kind: 'folder' | 'zip'; readonly path: string } | undefined };
  /** Finds the folder of the project of which a folder in the assembly is a copy. @default the copies are used */
  readonly sourceOf?: (staged: string) => string | undefined;
  /** Handlers in this process that take the place of functions. @default none */
  readonly handlers?: FunctionHandlers;
  /** Endpoints that invoke functions which run elsewhere. @default none */
  readonly endpoints?: InvokeEndpoints;
}

/** Resolves values for this machine. Placeholders for deploy-time values are reported once, at their first use. */
export class LocalTextResolver implements TextResolver {
  /** @param usage where the values are used, such as `CORS of Books/Api` */
  constructor(
    private readonly context: PlanContext,
    private readonly location: ResourceLocation,
    private readonly usage: string,
  ) {}

  text(value: unknown, template: Template): string {
    return this.reporting((unresolved) => this.context.local.read(value, template, unresolved));
  }

  list(value: unknown, template: Template): readonly string[] {
    return this.reporting((unresolved) => this.context.local.list(value, template, unresolved));
  }

  private reporting<T>(read: (unresolved: UnresolvedValues) => T): T {
    const unresolved = new UnresolvedValues();
    const found = read(unresolved);
    this.context.diagnostics.unresolved(this.location, this.usage, unresolved);
    return found;
  }
}
