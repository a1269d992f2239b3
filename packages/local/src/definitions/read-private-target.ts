import { member, type ResolvedValue, type Resource, type Segment } from '@apigwv2-integrations/core/engine';
import type { Texts } from '../template/values/texts';
import { privateService } from './display/read-target';
import type { TargetPlan } from './integration-plan';

/** What an integration reaches through a VPC link, with every name that it goes by. */
export function readPrivateTarget(integration: Resource, uri: ResolvedValue, texts: Texts): Extract<TargetPlan, { kind: 'private' }> {
  const text = (...names: string[]) => texts.text(member(integration.properties, ...names), integration.template);
  // A Cloud Map service may have a filter for its instances behind it.
  const arn = text('IntegrationUri').replace(/\?.*$/s, '');
  const [first] = uri;
  const type = first?.kind === 'reference' ? first.resource.type : arn;
  return {
    kind: 'private',
    names: [...new Set([...(first === undefined ? [] : partNames(first)), arn])].filter((name) => name !== ''),
    service: privateService(type),
    method: text('IntegrationMethod') || 'ANY',
    serverName: text('TlsConfig', 'ServerNameToVerify') || undefined,
  };
}

function partNames(part: Segment): readonly string[] {
  switch (part.kind) {
    case 'reference':
      return part.resource.names;
    case 'unknown':
      return [part.name];
    default:
      return [];
  }
}
