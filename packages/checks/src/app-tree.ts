import { basename } from 'node:path';
import { LOWERED_ERRORS, misspeltCodes, reasonToLower, ruleId, wasReported } from '@apigwv2-integrations/core/engine';
import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { FileFinding } from './check-files';

/** Relates findings in templates to the constructs of the app: acknowledged warnings, lowered errors and reported problems. */
export class AppTree {
  private readonly root: IConstruct;
  private readonly resources = new Map<string, CfnResource>();

  /**
   * @param scope Any construct in the app.
   * @param namespaces Further namespaces of acknowledged IDs, in addition to that of the constructs' warnings.
   */
  public constructor(
    scope: IConstruct,
    private readonly namespaces: readonly string[],
  ) {
    this.root = scope.node.root;
  }

  /**
   * Removes findings that a construct has already reported and warnings that are acknowledged. Lowered errors become
   * warnings.
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

  /** An acknowledgement on a construct also applies to all its children. */
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

/** A misspelled lowered code is reported with the error that it was probably meant to lower. */
function misspelt(context: unknown): string {
  return misspeltCodes(context)
    .map(
      ({ written, meant }) => ` (the context key ${LOWERED_ERRORS} contains the unknown code ${JSON.stringify(written)}: write ${meant})`,
    )
    .join('');
}

/** File names identify the stacks of an app, independently of the location of its assembly. */
const keyOf = (templatePath: string, logicalId: string): string => `${basename(templatePath)} ${logicalId}`;
