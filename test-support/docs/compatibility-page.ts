import {
  CDK_FLOOR,
  CDK_IN_GO,
  CDK_NEWEST,
  CONSTRUCTS_FLOOR,
  MIN_NODE_OF_CONSTRUCTS,
  MIN_NODE_OF_TOOLS,
  NODE_LINES,
} from '../../projenrc/family';
import { withSection } from './section';

/** docs/compatibility.md. Its table lists the versions that everything is built and tested with. */
export function compatibilityPage(): string {
  return withSection('docs/compatibility.md', 'versions', [
    '| | oldest supported | tested up to |',
    '| --- | --- | --- |',
    `| \`aws-cdk-lib\` | ${CDK_FLOOR} | ${CDK_NEWEST}; in Go ${CDK_IN_GO}; in Python and Java the newest in their registries |`,
    `| \`constructs\` | ${CONSTRUCTS_FLOOR} | the version that npm selects for that aws-cdk-lib |`,
    `| Node.js | ${MIN_NODE_OF_CONSTRUCTS}; for \`@apigwv2-integrations/local\` ${MIN_NODE_OF_TOOLS} | ${NODE_LINES.slice(0, -1).join(', ')} and ${NODE_LINES.at(-1)} |`,
  ]);
}
