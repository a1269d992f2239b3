import type { HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { compileMapping } from '../engine/evaluate/compile';
import { compileParameters, evaluateParameters, evaluateRequest, evaluateResponse, type RequestInput } from '../engine/evaluate/evaluate';
import { IntegrationError } from '../problems/integration-error';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { requestMappingProblems, responseMappingProblems, serviceMappingProblems } from './check';
import type { SampleRequest, SampleResponse } from './mapping-sample';
import { headersOf, joined, listed, lookup, pairsOf } from './plain-data';
import type { ResponseParameterMapping } from './response-parameter-mapping';

/** Evaluates mappings in unit tests. Takes and returns plain data. */
export abstract class MappingEvaluator {
  /**
   * Returns the request that the backend receives. An entry whose variable has no value is skipped; within text, such a
   * variable is empty.
   *
   * Throws one error that lists all errors of the mapping.
   *
   * @param mapping A `ParameterMapping` of the CDK or of this package.
   * @param sample The request of the client.
   */
  public static request(mapping: ParameterMapping, sample: SampleRequest = {}): MappedRequest {
    throwErrors(requestMappingProblems(mapping));
    const { path, headers, query } = evaluateRequest(compileMapping(Object.entries(mapping.mappings), 'request'), inputOf(sample));
    return {
      path,
      headers: joined(headers),
      multiValueHeaders: listed(headers),
      queryString: joined(query),
      multiValueQueryString: listed(query),
    };
  }

  /**
   * Returns the parameters that an AWS service receives.
   *
   * Throws one error that lists all errors of the mapping.
   *
   * @param subtype The service and its action.
   * @param mapping A `ParameterMapping` of the CDK or of this package, with all parameters.
   * @param sample The request of the client.
   */
  public static service(subtype: HttpIntegrationSubtype, mapping: ParameterMapping, sample: SampleRequest = {}): MappedServiceCall {
    throwErrors(serviceMappingProblems(subtype, mapping));
    const { parameters, unresolved } = evaluateParameters(compileParameters(Object.entries(mapping.mappings)), inputOf(sample));
    return { parameters: joined(parameters), unresolved };
  }

  /**
   * Returns the response that the client receives. The entries for the backend's status code apply.
   *
   * Throws one error that lists all errors of the mapping.
   *
   * @param mapping The mapping, for any number of status codes.
   * @param sample The response of the backend.
   */
  public static response(mapping: ResponseParameterMapping, sample: SampleResponse): MappedResponse {
    throwErrors(responseMappingProblems(mapping));
    const entries = mapping.mappings[String(sample.statusCode)] ?? {};
    const { statusCode, headers } = evaluateResponse(compileMapping(Object.entries(entries), 'response'), {
      statusCode: sample.statusCode,
      headers: headersOf(sample.headers, sample.multiValueHeaders),
      body: sample.body,
      context: lookup(sample.context),
      stageVariable: lookup(sample.stageVariables),
    });
    return { statusCode, headers: joined(headers), multiValueHeaders: listed(headers) };
  }
}

function inputOf(sample: SampleRequest): RequestInput {
  return {
    path: sample.path ?? '/',
    headers: headersOf(sample.headers, sample.multiValueHeaders),
    query: pairsOf(sample.queryString, sample.multiValueQueryString),
    body: sample.body,
    pathVariable: lookup(sample.pathVariables),
    context: lookup(sample.context),
    stageVariable: lookup(sample.stageVariables),
  };
}

function throwErrors(problems: readonly IntegrationProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === ProblemSeverity.ERROR);
  if (errors.length > 0) {
    throw new IntegrationError('the mapping cannot be evaluated because API Gateway rejects it', errors, '');
  }
}

/** A request after mapping, as the backend receives it. */
export interface MappedRequest {
  /** The path. */
  readonly path: string;

  /** Headers by name; several values are joined by commas. */
  readonly headers: { [name: string]: string };

  /** Lists of header values by name. */
  readonly multiValueHeaders: { [name: string]: string[] };

  /** Query string parameters by name; several values are joined by commas. */
  readonly queryString: { [name: string]: string };

  /** Lists of query string parameter values by name. */
  readonly multiValueQueryString: { [name: string]: string[] };
}

/** A response after mapping, as the client receives it. */
export interface MappedResponse {
  /** The status code. */
  readonly statusCode: number;

  /** Headers by name; several values are joined by commas. */
  readonly headers: { [name: string]: string };

  /** Lists of header values by name. */
  readonly multiValueHeaders: { [name: string]: string[] };
}

/** The call of an AWS service after mapping. */
export interface MappedServiceCall {
  /** Parameters by name. */
  readonly parameters: { [name: string]: string };

  /**
   * The names of parameters, required or optional, that have no value. If there are any, the service is not called and
   * the client receives status 400.
   */
  readonly unresolved: string[];
}
