import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ConstructTreeIndex } from '../synth/construct-tree-index';
import { allowApiAgain } from './allow-api';
import { permissionOfApi } from './fold';
import type { PermissionGroup } from './permission-group';

/**
 * Takes note of what is no longer in the tree: permissions of routes that were taken out, and one for the whole API
 * that went with its route although others need it. That one is given again.
 */
export function restore(group: PermissionGroup, survey: ConstructTreeIndex): void {
  group.routes = group.routes.filter(({ permission }) => survey.resources.has(permission));
  note(allowApiAgain(group), survey);
  if (group.folded !== undefined && !survey.resources.has(group.folded)) {
    group.folded = permissionOfApi(group, group.folded);
    note(group.folded, survey);
  }
}

function note(permission: IConstruct | undefined, survey: ConstructTreeIndex): void {
  if (CfnResource.isCfnResource(permission)) {
    survey.resources.add(permission);
  }
}
