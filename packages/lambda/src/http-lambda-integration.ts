import { FunctionPermissions, HttpIntegrationBase, type HttpIntegrationTarget, type IntegrationProblem } from '@apigwv2-integrations/core';
import { HttpIntegrationType, type HttpRouteIntegrationBindOptions, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { HttpLambdaIntegrationProps } from './http-lambda-integration-props';
import { choiceProblems, permissionChoice } from './permission-choice';

/**
 * Invokes a Lambda function, version or alias from an HTTP API route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export class HttpLambdaIntegration extends HttpIntegrationBase {
  private readonly handler: IFunction;
  private readonly lambdaOptions: HttpLambdaIntegrationProps;
  private readonly principal = new ServicePrincipal('apigateway.amazonaws.com');
  private toldUnauthorized = false;

  /**
   * @param id The construct ID of the integration.
   * @param handler The function, version or alias to invoke.
   * @param props The options.
   */
  public constructor(id: string, handler: IFunction, props: HttpLambdaIntegrationProps = {}) {
    super(id, props);
    this.handler = handler;
    this.lambdaOptions = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { handler: this.handler };
  }

  protected bindTarget(_options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: this.lambdaOptions.payloadFormatVersion ?? PayloadFormatVersion.VERSION_2_0,
    };
  }

  protected checkRoute(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return choiceProblems(this.lambdaOptions);
  }

  protected authorizeRoute(options: HttpRouteIntegrationBindOptions): void {
    const { handler, principal } = this;
    const permissionScope = permissionChoice(this.lambdaOptions);
    const problems = FunctionPermissions.allowHttpRoute(handler, `${this.constructId}-Permission`, options, { principal, permissionScope });
    if (problems.length > 0 && !this.toldUnauthorized) {
      this.toldUnauthorized = true;
      this.report(options, problems);
    }
  }
}
