import {
  HttpIntegrationBase,
  type HttpIntegrationOptions,
  type HttpIntegrationTarget,
  type IntegrationProblem,
  ProblemSeverity,
} from '@apigwv2-integrations/core';
import { HttpIntegrationType, HttpMethod, type HttpRouteIntegrationBindOptions, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { FunctionUrlAuthType, type IFunctionUrl } from 'aws-cdk-lib/aws-lambda';

export interface HttpFunctionUrlIntegrationProps extends HttpIntegrationOptions {
  /**
   * The greedy path variable of the routes, whose value becomes the path of the function URL.
   *
   * @default "proxy"
   */
  readonly pathVariable?: string;
}

/** Forwards requests from an HTTP API route to a function's own URL. */
export class HttpFunctionUrlIntegration extends HttpIntegrationBase {
  public constructor(
    id: string,
    private readonly functionUrl: IFunctionUrl,
    private readonly props: HttpFunctionUrlIntegrationProps = {},
  ) {
    super(id, props);
  }

  protected bindTarget(_options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    return {
      type: HttpIntegrationType.HTTP_PROXY,
      uri: `${this.functionUrl.url}{${this.variable}}`,
      method: HttpMethod.ANY,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    };
  }

  protected checkRoute({ route }: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    const problems: IntegrationProblem[] = [];
    if (this.functionUrl.authType === FunctionUrlAuthType.AWS_IAM) {
      problems.push({
        code: 'FunctionUrlNotPublic',
        message: 'the function URL wants requests signed with IAM credentials, which API Gateway does not send',
        remedy: 'use FunctionUrlAuthType.NONE, or invoke the function with HttpLambdaIntegration',
      });
    }
    if (!route.path?.endsWith(`{${this.variable}+}`)) {
      problems.push({
        code: 'FunctionUrlPathMissing',
        severity: ProblemSeverity.WARNING,
        value: route.path,
        message: `the route ${route.path ?? '$default'} has no {${this.variable}+}, so that every request arrives at the root of the function URL`,
        remedy: `end the route's path with {${this.variable}+}`,
      });
    }
    return problems;
  }

  private get variable(): string {
    return this.props.pathVariable ?? 'proxy';
  }
}
