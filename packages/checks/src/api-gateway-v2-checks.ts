import { RULES, ruleId } from '@apigwv2-integrations/core/engine';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ApiGatewayV2ChecksProps } from './api-gateway-v2-checks-props';
import { AppTree } from './app-tree';
import { checkFiles } from './check-files';
import { printWarnings } from './print-warnings';
import { violationsOf } from './violations';

/**
 * Checks every API Gateway v2 resource of an app at synth, whoever made it: this family's classes, the CDK's,
 * or plain L1 resources. Registered once: `Validations.of(app).addPlugins(new ApiGatewayV2Checks())`.
 *
 * Errors fail the synthesis. An error is lowered to a warning by the context key
 * `@apigwv2-integrations/core:loweredErrors`: an object from codes, such as `UrlTooLong`, to reasons.
 *
 * Warnings are printed, and acknowledged on a construct or around it as those of this family's constructs are,
 * under an id such as `@apigwv2-integrations/url-variable-unknown`.
 *
 * What depends on the version of aws-cdk-lib (2.252 and 2.276 were tried):
 *
 * - Newer versions hand the app to plugins. They print warnings themselves, with the id under which they can be
 *   acknowledged, too (`@apigwv2-integrations/checks::@apigwv2-integrations/url-variable-unknown`); under that
 *   id they let even errors be acknowledged, and write to the report what was.
 * - Older versions hand over files alone, and print nothing of a plugin that found only warnings, so that the
 *   checks print them. For acknowledgements and lowered errors to count there, and for nothing to be told that
 *   a construct of this family told already, pass the app: `new ApiGatewayV2Checks({ app })`.
 *
 * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/rules.md
 */
export class ApiGatewayV2Checks implements IPolicyValidationPlugin {
  /** The name under which the CDK reports. */
  public readonly name: string = '@apigwv2-integrations/checks';

  /** The ids of all rules, as they are acknowledged. */
  public readonly ruleIds?: string[] = RULES.map(({ code }) => ruleId(code));

  private readonly options: ApiGatewayV2ChecksProps;

  public constructor(options: ApiGatewayV2ChecksProps = {}) {
    this.options = options;
  }

  /** Called by the CDK once the templates are written. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { appConstruct } = context as { appConstruct?: IConstruct };
    const app = this.options.app ?? appConstruct;
    const found = checkFiles(context.templatePaths);
    // Where the CDK hands the app over, it sees to acknowledgements under the plugin's name itself, and reports them.
    const namespaces = appConstruct === undefined ? [this.name] : [];
    const judged = app === undefined ? found : new AppTree(app, namespaces).judge(found);
    const findings = this.options.warningsAsErrors ? judged.map((finding) => ({ ...finding, severity: 'error' as const })) : judged;
    const success = findings.every(({ severity }) => severity !== 'error');
    if (success && appConstruct === undefined) {
      printWarnings(findings);
    }
    return { success, violations: violationsOf(findings) };
  }
}
