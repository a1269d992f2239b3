import {
  FunctionPermissions,
  HttpIntegrationBase,
  type HttpIntegrationOptions,
  type HttpIntegrationTarget,
  type IntegrationProblem,
  PermissionScope,
} from '@apigwv2-integrations/core';
import { HttpIntegrationType, type HttpRouteIntegrationBindOptions, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Options of `HttpLambdaIntegration`. */
export interface HttpLambdaIntegrationProps extends HttpIntegrationOptions {
  /**
   * The format of the event that the function receives and of the response that it can return.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
   * @default PayloadFormatVersion.VERSION_2_0
   */
  readonly payloadFormatVersion?: PayloadFormatVersion;

  /**
   * Whether each route gets its own permission to invoke the function (`PermissionScope.ROUTE`). Otherwise, one
   * permission per stack allows every route of the API to invoke it (`PermissionScope.API`).
   *
   * @default - determined by `permissionScope`
   */
  readonly scopePermissionToRoute?: boolean;

  /**
   * How much of the API one permission to invoke the function covers.
   *
   * Error: `PermissionScopeContradiction`, if it contradicts `scopePermissionToRoute`. At synthesis, the warning
   * `FunctionPermissionsFolded` and the warning or error `LambdaPolicyTooLarge` may be reported on the API.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/permissions.md
   * @default PermissionScope.AUTO - one permission per route, while the function's policy has room for them
   */
  readonly permissionScope?: PermissionScope;
}

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

/** The names of the permission scopes that do not contradict a value of `scopePermissionToRoute`. */
const AGREEING: Readonly<Record<'true' | 'false', readonly string[]>> = {
  true: [PermissionScope.ROUTE.name, PermissionScope.METHOD.name],
  false: [PermissionScope.API.name],
};

/** The permission scope that the two options select. */
function permissionChoice({ permissionScope, scopePermissionToRoute }: HttpLambdaIntegrationProps): PermissionScope {
  return permissionScope ?? (scopePermissionToRoute === undefined ? PermissionScope.AUTO : scopeOf(scopePermissionToRoute));
}

/** Problems of the two options. `FunctionPermissions` reports an invalid `permissionScope`. */
function choiceProblems({ permissionScope, scopePermissionToRoute }: HttpLambdaIntegrationProps): IntegrationProblem[] {
  if (scopePermissionToRoute !== undefined && typeof scopePermissionToRoute !== 'boolean') {
    return [
      {
        code: 'OptionInvalid',
        value: String(scopePermissionToRoute),
        message: `scopePermissionToRoute is ${JSON.stringify(scopePermissionToRoute)}`,
        remedy: 'pass true or false, or remove it and set permissionScope instead',
      },
    ];
  }
  return permissionScope?.name === undefined ||
    scopePermissionToRoute === undefined ||
    AGREEING[`${scopePermissionToRoute}`].includes(permissionScope.name)
    ? []
    : [
        {
          code: 'PermissionScopeContradiction',
          value: permissionScope.name,
          message: `permissionScope ${permissionScope.name} and scopePermissionToRoute ${scopePermissionToRoute} contradict each other`,
          remedy: `remove one of them: scopePermissionToRoute ${scopePermissionToRoute} corresponds to PermissionScope.${scopeOf(scopePermissionToRoute).name}`,
        },
      ];
}

const scopeOf = (scopePermissionToRoute: boolean): PermissionScope =>
  scopePermissionToRoute ? PermissionScope.ROUTE : PermissionScope.API;
