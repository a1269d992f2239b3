import type { TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asArray, type Resolver, type ResourceLocation, render, type Template } from '@apigwv2-integrations/core/engine';
import type { Diagnostics } from '../diagnostics/diagnostics';
import type { LocalValues } from '../template/local-values/local-values';
import { UnresolvedValues } from '../template/local-values/unresolved';
import type { OverrideLookup } from '../template/overrides/override-lookup';

/** How values of a template become text: for people to read, or for running them. */
export interface Texts {
  text(value: unknown, template: Template): string;
  /** The items of a list; none where there is no value. */
  list(value: unknown, template: Template): readonly string[];
}

/** Text for people: what only a deployment knows is named, short within the home stack. */
export class DisplayTextResolver implements Texts {
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

/** All that plans are made with. */
export interface PlanContext {
  readonly local: LocalValues;
  readonly overrides: OverrideLookup;
  readonly diagnostics: Diagnostics;
  /** The file of each template, by the template's id. */
  readonly files: ReadonlyMap<string, TemplateFile>;
}

/** Text of this machine; what of it is made up is told, once, where it turns up. */
export class LocalTextResolver implements Texts {
  /** @param where in words, such as `CORS of Books/Api` */
  constructor(
    private readonly context: PlanContext,
    private readonly place: ResourceLocation,
    private readonly where: string,
  ) {}

  text(value: unknown, template: Template): string {
    return this.telling((unknowns) => this.context.local.read(value, template, unknowns));
  }

  list(value: unknown, template: Template): readonly string[] {
    return this.telling((unknowns) => this.context.local.list(value, template, unknowns));
  }

  private telling<T>(read: (unknowns: UnresolvedValues) => T): T {
    const unknowns = new UnresolvedValues();
    const found = read(unknowns);
    this.context.diagnostics.unknown(this.place, this.where, unknowns);
    return found;
  }
}
