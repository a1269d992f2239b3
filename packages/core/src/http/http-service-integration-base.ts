import { Stack, Token } from 'aws-cdk-lib';
import type * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpConnectionType,
  HttpIntegrationType,
  type HttpRouteIntegrationBindOptions,
  IntegrationCredentials,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { serviceSubtype } from '../engine/services/subtypes';
import { ParameterMapping } from '../mapping/parameter-mapping';
import type { IntegrationProblem } from '../problems/integration-problem';
import { HttpIntegrationBase } from './http-integration-base';
import type { HttpIntegrationTarget } from './http-integration-target';
import type { HttpEncryptedServiceIntegrationOptions, HttpServiceIntegrationOptions } from './http-service-integration-options';
import type { HttpServiceTarget } from './http-service-target';
import { checkKeyUse, checkRoleOptions, checkServiceOfSubtype, serviceRole } from './service-role';

/**
 * The base class of all integrations of an HTTP API with an AWS service. Creates the role, merges the parameters, and
 * checks them against the service's parameters.
 *
 * To write your own backend, extend this class and implement `bindService`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export abstract class HttpServiceIntegrationBase extends HttpIntegrationBase {
  private readonly serviceOptions: HttpEncryptedServiceIntegrationOptions;
  private serviceChecked = false;

  /**
   * @param id The construct ID of the integration, under the first route that uses it, or with `stableId` under the API.
   * @param options The options that all integrations with an AWS service share.
   */
  public constructor(id: string, options: HttpServiceIntegrationOptions = {}) {
    super(id, options);
    this.serviceOptions = options;
  }

  /**
   * Returns the service, the parameters and the resource to call. Called once, for the first route that uses the
   * integration.
   *
   * @param options The route, and the scope for constructs that the backend creates.
   */
  protected abstract bindService(options: HttpRouteIntegrationBindOptions): HttpServiceTarget;

  /** Returns the problems of the backend, other than those of its parameters. Called once, after `bindService`. */
  protected checkService(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /** Creates the role and merges the parameters. Override `bindService` instead. */
  protected bindTarget(options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    const target = this.bindService(options);
    const mismatch = checkServiceOfSubtype(target);
    if (mismatch.length > 0) {
      // Reported first, because every parameter of another service would be an unknown parameter.
      this.report(options, mismatch);
    }
    const service = serviceSubtype(target.subtype);
    const role = serviceRole(options, this.constructId, this.serviceOptions, service, target);
    return {
      problems: checkKeyUse(options.scope, service, target, this.serviceOptions),
      type: HttpIntegrationType.AWS_PROXY,
      subtype: target.subtype,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      connectionType: HttpConnectionType.INTERNET,
      credentials: IntegrationCredentials.fromRole(role),
      parameterMapping: merged(target.parameters, regionMapping(this.serviceOptions.region)),
      defaultParameterMapping: this.defaults(target, Stack.of(options.scope)),
      resourceFacts: target.resourceFacts,
    };
  }

  /**
   * Returns the problems of the options and of the backend, for the first route. Call `super.checkRoute` when you
   * override it.
   */
  protected checkRoute(options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    if (this.serviceChecked) {
      return [];
    }
    this.serviceChecked = true;
    return [...checkRoleOptions(this.serviceOptions), ...this.checkService(options)];
  }

  private defaults(target: HttpServiceTarget, stack: Stack): ParameterMapping {
    const { parameterMapping, keepDefaults } = this.serviceOptions;
    return merged(
      target.resourceParameters,
      parameterMapping === undefined || keepDefaults ? target.defaultParameters : undefined,
      regionMapping(regionElsewhere(target, stack)),
    );
  }
}

function merged(...mappings: (apigwv2.ParameterMapping | undefined)[]): ParameterMapping {
  return mappings.reduce<ParameterMapping>((all, mapping) => (mapping === undefined ? all : all.merge(mapping)), new ParameterMapping());
}

function regionMapping(region: string | undefined): ParameterMapping | undefined {
  return region === undefined ? undefined : new ParameterMapping().custom('Region', region);
}

/** The region of the resource if it is known and differs from that of the stack. */
function regionElsewhere({ region }: HttpServiceTarget, stack: Stack): string | undefined {
  return region === undefined || Token.isUnresolved(region) || Token.isUnresolved(stack.region) || region === stack.region
    ? undefined
    : region;
}
