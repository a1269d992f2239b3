import { HttpIntegrationBase, type HttpIntegrationTarget } from '@apigwv2-integrations/core';
import { HttpIntegrationType, type HttpRouteIntegrationBindOptions, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { allowApi, allowRoute } from './http-invoke-permission';
import type { HttpLambdaIntegrationProps } from './http-lambda-integration-props';

/**
 * Invokes a Lambda function, version or alias from an HTTP API route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export class HttpLambdaIntegration extends HttpIntegrationBase {
  private readonly handler: IFunction;
  private readonly payloadFormatVersion: PayloadFormatVersion;
  private readonly scopePermissionToRoute: boolean;
  private toldUnauthorized = false;

  /**
   * @param id of the integration's construct
   * @param handler the function, version or alias to invoke
   * @param props options
   */
  public constructor(id: string, handler: IFunction, props: HttpLambdaIntegrationProps = {}) {
    super(id, props);
    this.handler = handler;
    this.payloadFormatVersion = props.payloadFormatVersion ?? PayloadFormatVersion.VERSION_2_0;
    this.scopePermissionToRoute = props.scopePermissionToRoute ?? true;
  }

  protected bindTarget(_options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: this.payloadFormatVersion,
    };
  }

  protected authorizeRoute(options: HttpRouteIntegrationBindOptions): void {
    const problems = this.scopePermissionToRoute
      ? allowRoute(this.handler, `${this.constructId}-Permission`, options)
      : allowApi(this.handler, options);
    if (problems.length > 0 && !this.toldUnauthorized) {
      this.toldUnauthorized = true;
      this.report(options, problems);
    }
  }
}
