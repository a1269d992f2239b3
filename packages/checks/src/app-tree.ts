import { basename } from 'node:path';
import { LOWERED_ERRORS, misspeltCodes, reasonToLower, ruleId, wasReported } from '@apigwv2-integrations/core/engine';
import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { FileFinding } from './check-files';

/** What an app's constructs say of findings in its templates. */
export class AppTree {
  private readonly root: IConstruct;
  private readonly resources = new Map<string, CfnResource>();

  /**
   * @param scope anything in the app
   * @param namespaces under which an acknowledged id may stand, beside that of the constructs' own warnings
   */
  public constructor(
    scope: IConstruct,
    private readonly namespaces: readonly string[],
  ) {
    this.root = scope.node.root;
  }

  /**
   * The findings without those that a construct told already and the warnings that are acknowledged; errors
   * that are lowered become warnings.
   */
  public judge(findings: readonly FileFinding[]): FileFinding[] {
    if (findings.length > 0) {
      this.readResources();
    }
    return findings.flatMap((finding) => {
      const construct = this.resources.get(keyOf(finding.templatePath, finding.logicalId));
      if (construct === undefined) {
        return [finding];
      }
      const judged = { ...lowered(finding, construct), constructPath: construct.node.path };
      const silent =
        wasReported(this.root, construct.node.path, finding.code, finding.value) ||
        (judged.severity === 'warning' && this.isAcknowledged(judged, construct));
      return silent ? [] : [judged];
    });
  }

  private readResources(): void {
    for (const construct of this.root.node.findAll()) {
      if (CfnResource.isCfnResource(construct)) {
        const stack = Stack.of(construct);
        this.resources.set(keyOf(stack.templateFile, String(stack.resolve(construct.logicalId))), construct);
      }
    }
  }

  /** An acknowledgement on a construct holds for all that is in it. */
  private isAcknowledged({ code }: FileFinding, construct: IConstruct): boolean {
    return construct.node.scopes
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data as object))
      .some((id) => this.isIdOf(code, id));
  }

  private isIdOf(code: string, acknowledged: string): boolean {
    const [namespace, id] = acknowledged.split('::');
    return id === ruleId(code) && (namespace.toLowerCase() === 'annotation' || this.namespaces.includes(namespace));
  }
}

function lowered(finding: FileFinding, construct: IConstruct): FileFinding {
  if (finding.severity !== 'error') {
    return finding;
  }
  const context: unknown = construct.node.tryGetContext(LOWERED_ERRORS);
  const reason = reasonToLower(context, finding.code);
  return reason === undefined
    ? { ...finding, remedy: `${finding.remedy}${misspelt(context)}` }
    : {
        ...finding,
        severity: 'warning',
        message: `${finding.message} (an error, lowered by the context key ${LOWERED_ERRORS}: ${reason})`,
      };
}

/** Who lowers a code that does not exist finds out where the error that was meant stays one. */
function misspelt(context: unknown): string {
  return misspeltCodes(context)
    .map(({ written, meant }) => ` (the context key ${LOWERED_ERRORS} lowers ${JSON.stringify(written)}, which is no code: write ${meant})`)
    .join('');
}

/** File names tell the stacks of an app apart, wherever its assembly lies. */
const keyOf = (templatePath: string, logicalId: string): string => `${basename(templatePath)} ${logicalId}`;
