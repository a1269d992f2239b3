import type { HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { compileMapping } from '../engine/evaluate/compile';
import { compileParameters, evaluateParameters, evaluateRequest, evaluateResponse, type RequestInput } from '../engine/evaluate/evaluate';
import { IntegrationError } from '../problems/integration-error';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { requestMappingProblems, responseMappingProblems, serviceMappingProblems } from './check';
import type { SampleRequest, SampleResponse } from './mapping-sample';
import { headersOf, joined, listed, lookup, pairsOf } from './plain-data';
import type { ResponseParameterMapping } from './response-parameter-mapping';

/** Tells in a unit test what a mapping makes of a request or a response: plain data in, plain data out. */
export abstract class MappingEvaluator {
  /**
   * What the backend gets. A variable without a value leaves its entry out; within text it is as if nothing
   * stood there.
   *
   * Throws one error with all that the service would refuse about the mapping.
   *
   * @param mapping the CDK's or this family's
   * @param sample the request as the client sends it
   */
  public static request(mapping: ParameterMapping, sample: SampleRequest = {}): MappedRequest {
    refuse(requestMappingProblems(mapping));
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
   * What an AWS service gets, by the names of its own parameters.
   *
   * Throws one error with all that the service would refuse about the mapping.
   *
   * @param subtype the service and its action
   * @param mapping the CDK's or this family's, with all parameters
   * @param sample the request as the client sends it
   */
  public static service(subtype: HttpIntegrationSubtype, mapping: ParameterMapping, sample: SampleRequest = {}): MappedServiceCall {
    refuse(serviceMappingProblems(subtype, mapping));
    const { parameters, unresolved } = evaluateParameters(compileParameters(Object.entries(mapping.mappings)), inputOf(sample));
    return { parameters: joined(parameters), unresolved };
  }

  /**
   * What the client gets, from the mapping's entries for the backend's status code.
   *
   * Throws one error with all that the service would refuse about the mapping.
   *
   * @param mapping for any number of status codes
   * @param sample the response as the backend gives it
   */
  public static response(mapping: ResponseParameterMapping, sample: SampleResponse): MappedResponse {
    refuse(responseMappingProblems(mapping));
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

function refuse(problems: readonly IntegrationProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === ProblemSeverity.ERROR);
  if (errors.length > 0) {
    throw new IntegrationError('the mapping cannot be evaluated: the service refuses it', errors, '');
  }
}

/** A request as the backend gets it from a mapping. */
export interface MappedRequest {
  /** The path. */
  readonly path: string;

  /** Headers under the names that they were written with; several values of one are joined by commas. */
  readonly headers: { [name: string]: string };

  /** Each header's values. */
  readonly multiValueHeaders: { [name: string]: string[] };

  /** Query string parameters; several values of one are joined by commas. */
  readonly queryString: { [name: string]: string };

  /** Each query string parameter's values. */
  readonly multiValueQueryString: { [name: string]: string[] };
}

/** A response as the client gets it from a mapping. */
export interface MappedResponse {
  /** The status code. */
  readonly statusCode: number;

  /** Headers under the names that they were written with; several values of one are joined by commas. */
  readonly headers: { [name: string]: string };

  /** Each header's values. */
  readonly multiValueHeaders: { [name: string]: string[] };
}

/** What an AWS service gets from a mapping. */
export interface MappedServiceCall {
  /** Parameters by their names. */
  readonly parameters: { [name: string]: string };

  /**
   * Names of the parameters that have no value, be they required or not: with any of them the service is not
   * called, and the client gets status 400.
   */
  readonly unresolved: string[];
}
