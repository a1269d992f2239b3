import { checkTemplateLength, checkTemplateSelection, type TemplateSide } from '../engine';
import { at, type Finding } from '../finding';
import type { Resource } from '../resource';
import { literals } from './request-mapping';

const NON_PROXY = ['AWS', 'HTTP', 'MOCK'];

/** What makes the request of a WebSocket API's integration. A proxy integration has no use for it. */
export function checkRequestTemplates(resource: Resource): Finding[] {
  return NON_PROXY.includes(resource.text('IntegrationType') ?? '') ? checkTemplatesAt(resource, 'request', 'RequestTemplates') : [];
}

/** What makes the message to the client. */
export function checkResponseTemplates(response: Resource): Finding[] {
  return checkTemplatesAt(response, 'response', 'ResponseTemplates');
}

function checkTemplatesAt(resource: Resource, side: TemplateSide, property: string): Finding[] {
  const selection = resource.text('TemplateSelectionExpression');
  const templates = literals(resource.object(property));
  const keys = templates.map(([key]) => key);
  return [
    ...(selection === undefined ? [] : at(resource, 'TemplateSelectionExpression', checkTemplateSelection(side, selection, keys))),
    ...templates.flatMap(([key, template]) => at(resource, `${property}/${key}`, checkTemplateLength(side, key, template))),
  ];
}
