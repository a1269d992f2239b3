import { asArray, type Resolver, render, type Template } from '@apigwv2-integrations/core/engine';

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
