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
 * The base of every integration of an HTTP API with an AWS service: makes the role, puts the parameters together,
 * and checks them for the service.
 *
 * A backend of your own extends it and tells in `bindService` what only it knows.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export abstract class HttpServiceIntegrationBase extends HttpIntegrationBase {
  private readonly serviceOptions: HttpEncryptedServiceIntegrationOptions;
  private serviceChecked = false;

  /**
   * @param id of the integration's construct, which becomes a child of the first route that uses it
   * @param options that every integration with an AWS service takes
   */
  public constructor(id: string, options: HttpServiceIntegrationOptions = {}) {
    super(id, options);
    this.serviceOptions = options;
  }

  /**
   * Tells which service is called, with what, and for which resource. Called once, for the first route that
   * uses the integration.
   *
   * @param options the route, and the scope for constructs that the backend needs
   */
  protected abstract bindService(options: HttpRouteIntegrationBindOptions): HttpServiceTarget;

  /** What is wrong with the backend on whichever route, beyond its parameters. Called once, after `bindService`. */
  protected checkService(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return [];
  }

  /** Makes the role and puts the parameters together: override `bindService` instead. */
  protected bindTarget(options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    const target = this.bindService(options);
    const ofOther = checkServiceOfSubtype(target);
    if (ofOther.length > 0) {
      // Its parameters would be told as unknown, one by one.
      this.report(options, ofOther);
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
   * What is wrong with the integration on a route: at first, with its options and its backend. Call it, too,
   * where you override it.
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

/** The region of the resource, where that and the stack's are known and differ. */
function regionElsewhere({ region }: HttpServiceTarget, stack: Stack): string | undefined {
  return region === undefined || Token.isUnresolved(region) || Token.isUnresolved(stack.region) || region === stack.region
    ? undefined
    : region;
}
