import { CDK_FLOOR, CDK_IN_GO, CDK_NEWEST, CONSTRUCTS_FLOOR, MIN_NODE } from '../../projenrc/family';
import { withSection } from './section';

/** docs/compatibility.md, whose table follows from the versions that everything is built and tested with. */
export function compatibilityPage(): string {
  return withSection('docs/compatibility.md', 'versions', [
    '| | oldest | newest that the tests run against |',
    '| --- | --- | --- |',
    `| \`aws-cdk-lib\` | ${CDK_FLOOR} | ${CDK_NEWEST}; in Go ${CDK_IN_GO}; in Python and Java what their registries have of it |`,
    `| \`constructs\` | ${CONSTRUCTS_FLOOR} | what npm finds for that aws-cdk-lib |`,
    `| Node.js | ${MIN_NODE} | the one that the tests run on |`,
  ]);
}
