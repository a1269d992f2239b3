import { LOWERED_ERRORS, LOWERED_ERRORS_METADATA, RULES, ruleId } from '@apigwv2-integrations/core/engine';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { Aspects, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ApiGatewayV2ChecksProps } from './api-gateway-v2-checks-props';
import { AppTree } from './app-tree';
import { checkFiles } from './check-files';
import { printWarnings } from './print-warnings';
import { violationsOf } from './violations';

/**
 * Checks every API Gateway v2 resource of an app at synthesis, whether it was created by these packages, by the CDK's
 * classes or as an L1 resource. Register it once: `Validations.of(app).addPlugins(new ApiGatewayV2Checks())`.
 *
 * Errors make synthesis fail. To lower an error to a warning, set the context key
 * `@apigwv2-integrations/core:loweredErrors` to an object that maps codes, such as `UrlTooLong`, to reasons.
 *
 * Warnings are printed. As with the warnings of these packages' constructs, you acknowledge one on a construct or on
 * one of its parents, with an ID such as `@apigwv2-integrations/url-variable-unknown`.
 *
 * The behavior depends on the version of aws-cdk-lib (tested with 2.252 and 2.276):
 *
 * - Newer versions pass the app to plugins. They print the warnings, with a second ID that you can also use to
 *   acknowledge them (`@apigwv2-integrations/checks::@apigwv2-integrations/url-variable-unknown`). With that ID, you
 *   can acknowledge even errors; the report lists what was acknowledged.
 * - Older versions pass only files, and print nothing if a plugin finds only warnings, so the checks print the warnings.
 *   Pass the app, so that acknowledgements and lowered errors take effect, and so that problems that a construct has
 *   already reported are not repeated: `new ApiGatewayV2Checks({ app })`.
 *
 * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/rules.md
 */
export class ApiGatewayV2Checks implements IPolicyValidationPlugin {
  /** The name of the plugin in the CDK's reports. */
  public readonly name: string = '@apigwv2-integrations/checks';

  /** The IDs of all rules, with which findings are acknowledged. */
  public readonly ruleIds?: string[] = RULES.map(({ code }) => ruleId(code));

  private readonly options: ApiGatewayV2ChecksProps;

  public constructor(options: ApiGatewayV2ChecksProps = {}) {
    this.options = options;
    if (options.app !== undefined) {
      Aspects.of(options.app).add({ visit: writeLoweredErrors });
    }
  }

  /** Called by the CDK after the templates are written. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { appConstruct } = context as { appConstruct?: IConstruct };
    const app = this.options.app ?? appConstruct;
    const { findings: found, notChecked } = checkFiles(context.templatePaths);
    // Where the CDK hands the app over, it sees to acknowledgements under the plugin's name itself, and reports them.
    const namespaces = appConstruct === undefined ? [this.name] : [];
    const judged = app === undefined ? found : new AppTree(app, namespaces).judge(found);
    const findings = this.options.warningsAsErrors ? judged.map((finding) => ({ ...finding, severity: 'error' as const })) : judged;
    const success = findings.every(({ severity }) => severity !== 'error');
    if (success && appConstruct === undefined) {
      printWarnings(findings);
    }
    return { success, violations: violationsOf(findings), ...(notChecked === undefined ? {} : { metadata: { coverage: notChecked } }) };
  }
}

/**
 * Writes the context key of stacks, and of constructs in them that have one of their own, into the assembly, where the
 * command line finds them.
 */
function writeLoweredErrors(construct: IConstruct): void {
  const { node } = construct;
  const lowered: unknown = node.tryGetContext(LOWERED_ERRORS);
  const inherited: unknown = node.scope?.node.tryGetContext(LOWERED_ERRORS);
  if (lowered !== undefined && (lowered !== inherited || Stack.isStack(construct))) {
    // The value of a construct takes the place of that of its parent, also for codes that it does not contain.
    const raised = Object.keys(Object(inherited)).map((code) => [code, null]);
    node.addMetadata(LOWERED_ERRORS_METADATA, { ...Object.fromEntries(raised), ...Object(lowered) });
  }
}
