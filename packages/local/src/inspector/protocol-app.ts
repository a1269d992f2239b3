import type { NameValue } from './protocol-exchange';

/** Where a resource is defined. */
export interface Location {
  /** Construct path. @default the template has none */
  readonly path?: string;
  readonly logicalId: string;
  readonly stack: string;
  /** Path of the template. */
  readonly file: string;
}

/** `GET /api/app` */
export interface AppInfo {
  /** Of the gateway. */
  readonly version: string;
  /** Path of the cloud assembly or template. */
  readonly source: string;
  readonly secretsShown: boolean;
  /** How many exchanges are kept. */
  readonly maxExchanges: number;
  /** How many bytes of a body, an event or a result are kept; longer ones are cut. */
  readonly maxTextBytes: number;
  /** Increases with each reload of the app. */
  readonly generation: number;
  /** Why the last reload failed: the version before stays in service. Absent if it succeeded. */
  readonly reloadError?: string;
  readonly apis: readonly ApiInfo[];
  /** What is not served as deployed. */
  readonly diagnostics: readonly { readonly location: Location; readonly text: string; readonly sourceLocation?: string }[];
  /** Findings of `check` that belong to no route of an API below. */
  readonly findings: readonly FindingInfo[];
}

export interface ApiInfo {
  readonly name: string;
  readonly protocol: 'HTTP' | 'WEBSOCKET';
  readonly location: Location;
  /** With the stage's prefix where there is one: `http://127.0.0.1:3000/dev`, `ws://127.0.0.1:3001/dev`. */
  readonly url: string;
  readonly stages: readonly string[];
  /** Of a WebSocket API. */
  readonly routeSelectionExpression?: string;
  readonly routes: readonly RouteInfo[];
}

export interface RouteInfo {
  /** `GET /books/{id}`, `$default`, `$connect`, or what a message selects it with. */
  readonly key: string;
  readonly location: Location;
  /** Absent without an integration, or if it is not served. */
  readonly integration?: IntegrationInfo;
  /** Why the integration or the authorizer is not served. */
  readonly unserved?: string;
  /** Absent for a route that everybody may call. */
  readonly authorizer?: AuthorizerInfo;
  /** Why the route does not answer as deployed: the status that it answers with, and flags of `serve` that change it. */
  readonly obstacle?: { readonly statusCode: number; readonly flag?: string };
  /** A command that calls the route with example values; only for HTTP APIs. */
  readonly curl?: string;
  /** Whether a WebSocket route answers its client. */
  readonly twoWay?: boolean;
  readonly findings: readonly FindingInfo[];
}

export interface AuthorizerInfo {
  /** Construct path, else logical ID; `AWS_IAM` for IAM authorization. */
  readonly name: string;
  readonly type: 'JWT' | 'LAMBDA' | 'IAM';
  /** Such as `$request.header.Authorization`. */
  readonly identitySources: readonly string[];
  /** Whether an option replaces it. */
  readonly standIn?: true;
}

export interface IntegrationInfo {
  /** Construct path, else logical ID. */
  readonly name: string;
  /** Kind of the target: `lambda`, `lambda-by-stage`, `url`, `private`, `service`, `action` or `mock`. */
  readonly kind: string;
  /** What is called, in words: the function's path, `GET https://docs.example.com/{proxy}`, `SQS-SendMessage`. */
  readonly target: string;
  /** Construct path of the function. */
  readonly function?: string;
  readonly timeoutMillis: number;
  /** Keys and expressions of the request mapping, or parameters of a service. */
  readonly requestParameters: readonly NameValue[];
  /** Keys and expressions of the response mapping by status code of the integration. */
  readonly responseParameters: Readonly<Record<string, readonly NameValue[]>>;
  /** Sources of the request templates of a WebSocket API by their keys. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  /** Integration responses of a WebSocket API. */
  readonly responses: readonly { readonly key: string; readonly templates: Readonly<Record<string, string>> }[];
}

export interface FindingInfo {
  /** Such as `HeaderReserved`. */
  readonly code: string;
  /** Such as `@apigwv2-integrations/header-reserved`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Construct path, else logical ID. */
  readonly construct: string;
  /** Such as `app.ts:17`. */
  readonly sourceLocation?: string;
  readonly property?: string;
  readonly message: string;
  readonly remedy?: string;
  /** Marks the wrong part with carets; has several lines. */
  readonly excerpt?: string;
}
