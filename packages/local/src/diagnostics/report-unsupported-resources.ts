import type { TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asArray, member } from '@apigwv2-integrations/core/engine';
import type { PlanContext } from '../definitions/context';

/** Tells of what stands beside the APIs and is not served. */
export function reportUnsupportedResources(templates: readonly TemplateFile[], { local, diagnostics }: PlanContext): void {
  for (const { body, stack, file } of templates) {
    const transform = member(body, 'Transform');
    for (const name of transform === undefined ? [] : Array.isArray(transform) ? asArray(transform) : [transform]) {
      const shown = typeof name === 'string' ? name : JSON.stringify(name).slice(0, 100);
      diagnostics.add(
        { logicalId: 'Transform', stack, file },
        `the template is read without its transform ${shown}: what that adds is not served`,
      );
    }
  }
  for (const mapping of local.resolver.resources.all('AWS::ApiGatewayV2::ApiMapping')) {
    diagnostics.add(mapping.location, 'custom domains are not served yet: the stage answers at its own path');
  }
}
