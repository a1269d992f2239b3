import type { PermissionStatus } from '@apigwv2-integrations/core/engine';
import type { Finding } from '../find-problems';
import type { Field } from '../gateway/message';

/** A route that could have been selected, in the order in which the service prefers them. */
export interface ExplainedCandidate {
  /** The route key, such as `GET /books/{id}`. */
  readonly route: string;
  readonly selected: boolean;
  /** Why it was selected, or why not. */
  readonly because: string;
  /** The values of its path variables, decoded. Only of the selected route of an HTTP API. */
  readonly pathVariables?: Readonly<Record<string, string>>;
}

/** The CORS configuration, applied to the request. */
export interface ExplainedCors {
  readonly configured: boolean;
  /** Whether the API itself answers the request as a preflight request. */
  readonly preflight: boolean;
  /** What the configuration adds to the response. */
  readonly headers: readonly Field[];
  readonly because: string;
}

/** What the authorizer of the route needs, and what the request lacks. Nothing is called. */
export interface ExplainedAuthorizer {
  /** Its construct path, else its logical ID; `AWS_IAM` for IAM authorization. */
  readonly name: string;
  readonly type: 'JWT' | 'LAMBDA' | 'IAM';
  /** Identity sources, issuer, audience, scopes. */
  readonly needs: readonly string[];
  /** What the request lacks of it. Empty if only the authorizer itself can refuse the request. */
  readonly missing: readonly string[];
}

/** An entry of a parameter mapping, or a parameter of an AWS service. */
export interface ExplainedMappingEntry {
  /** Such as `append:header.x-user`, or the name of a parameter. */
  readonly key: string;
  /** As in the template, after its references were resolved. */
  readonly expression: string;
  /** The value for this request. Absent if there is none, or if it is known only later. */
  readonly value?: string;
  /** What the entry does to this request. */
  readonly effect: string;
  /** What is wrong with the entry. */
  readonly problem?: string;
}

/** An entry of a response mapping. */
export interface ExplainedResponseEntry extends Omit<ExplainedMappingEntry, 'effect'> {
  /** The status code of the integration's response to which it applies. */
  readonly statusCode: string;
}

/** A request after its mapping. */
export interface ExplainedMappedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
}

/** What the route calls. */
export interface ExplainedIntegration {
  /** Its construct path, else its logical ID. */
  readonly name: string;
  /** `lambda`, `url`, `private` or `service`; `action` and `mock` in WebSocket APIs; `unserved` if the gateway cannot read it. */
  readonly kind: string;
  /** The function, the URL for this request, or the action of the service. */
  readonly target: string;
  /** The permission of API Gateway to call the target, such as `this path`, with the resources that grant it. */
  readonly permission?: string;
  readonly permissionStatus?: PermissionStatus;
  /** Why the local gateway does not answer as deployed, and the flag of `serve` that helps. */
  readonly obstacle?: string;
}

/** What requests and messages have in common. */
interface CommonExplanation {
  /** Name of the API. */
  readonly api: string;
  /** The key of the selected route. */
  readonly route?: string;
  /** Whether a route, or the CORS configuration, answers. */
  readonly answered: boolean;
  /** Routes that match, then those of the same path with another method. The first is the selected one. */
  readonly candidates: readonly ExplainedCandidate[];
  /** How many more routes the API has. */
  readonly otherRoutes: number;
  readonly authorizer?: ExplainedAuthorizer;
  /** The request mapping or the parameters of a service, entry by entry. */
  readonly mapping?: readonly ExplainedMappingEntry[];
  readonly integration?: ExplainedIntegration;
  /** The findings of `check` for the API, the stage, the route, the authorizer, the integration and its permission. */
  readonly findings: readonly Finding[];
  /** One sentence: what comes of it, as far as that is known without a call. */
  readonly outcome: string;
}

/** What becomes of a request to an HTTP API, and why. Plain data: it can be written as JSON. */
export interface Explanation extends CommonExplanation {
  readonly protocol: 'HTTP';
  readonly method: string;
  /** As received, with the stage and the query string. */
  readonly path: string;
  /** The stage, and the path without its name, not decoded. Absent if no stage matches. */
  readonly stage?: { readonly name: string; readonly rawPath: string };
  /** Absent if the request is refused before. */
  readonly cors?: ExplainedCors;
  /** What reaches the backend. */
  readonly mapped?: ExplainedMappedRequest;
  /** The response mapping, by status code of the integration. Values are those that are known without a response. */
  readonly responseMapping?: readonly ExplainedResponseEntry[];
}

/** The template with which a WebSocket integration creates its request. */
export interface ExplainedTemplate {
  /** The expression that selects a template. */
  readonly selection?: string;
  /** The key of the selected template. Absent if none matches. */
  readonly key?: string;
  /** What becomes of a message without a template: `WHEN_NO_MATCH`, `WHEN_NO_TEMPLATES` or `NEVER`. */
  readonly passthrough: string;
  /** The body of the request. */
  readonly body?: string;
  /** Why there is none. */
  readonly problem?: string;
}

/** An integration response of a WebSocket API. */
export interface ExplainedIntegrationResponse {
  /** `$default`, or a regular expression between slashes. */
  readonly key: string;
  /** Keys of its response templates. */
  readonly templates: readonly string[];
}

/** What becomes of a message to a WebSocket API, or of a handshake, and why. Plain data: it can be written as JSON. */
export interface WebSocketExplanation extends CommonExplanation {
  readonly protocol: 'WEBSOCKET';
  readonly event: 'MESSAGE' | 'CONNECT';
  /** Empty for a handshake. */
  readonly message: string;
  /** Path and query string of a handshake. */
  readonly path?: string;
  readonly stage?: { readonly name: string };
  readonly routeSelectionExpression: string;
  /** What the expression evaluates to for the message; `$connect` for a handshake. */
  readonly selectedKey: string;
  /** Validation by the models of the route. */
  readonly validation?: { readonly selection: string; readonly problem?: string };
  /** Absent where the message itself is sent: to a function or by `HTTP_PROXY`. */
  readonly template?: ExplainedTemplate;
  /** Whether the client gets the response of the integration. */
  readonly returnsResponse: boolean;
  readonly integrationResponses: readonly ExplainedIntegrationResponse[];
  /** The frame that a mock integration sends, which is known without a call. */
  readonly frame?: string;
}

/** What becomes of a request or a message. */
export type AnyExplanation = Explanation | WebSocketExplanation;
