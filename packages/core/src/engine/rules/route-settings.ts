import { suggest } from '../names/suggest';
import { defineRules, type Problem, problem } from '../problem';
import type { ApiGroup, Protocol } from '../template/api';
import type { Dependencies } from '../template/dependencies';
import { at, type Finding } from '../template/finding';
import { asNumber, asText, entriesOf, isIntrinsic, isObject, type JsonObject, member } from '../template/json';
import type { Resource } from '../template/resource';
import type { TemplateIndex } from '../template/template-index';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Logging, metrics and throttling of a stage, for all routes or for one. */
export const ROUTE_SETTING_RULES = defineRules({
  RouteSettingsUnknownRoute: {
    severity: 'error',
    summary: 'A stage has settings for a route that its API does not have.',
    source: AWS.routeSettingsRefused,
    evidence: 'reported',
  },
  RouteSettingsBeforeRoute: {
    severity: 'warning',
    summary: 'A stage has settings for a route on which it does not depend, so the route may not exist when they are applied.',
    source: AWS.routeSettingsRefused,
    evidence: 'derived',
  },
  RouteSettingsInvalid: {
    severity: 'error',
    summary: 'RouteSettings is not a map from route keys to settings.',
    source: AWS.cfnStage,
    evidence: 'documented',
  },
  RouteSettingUnknown: {
    severity: 'warning',
    summary: 'The settings of a route contain a member that does not exist, such as one that begins with a lower-case letter.',
    source: AWS.cfnRouteSettings,
    evidence: 'derived',
  },
  LoggingLevelInvalid: {
    severity: 'error',
    summary: 'A logging level is not INFO, ERROR or OFF.',
    source: AWS.cfnRouteSettings,
    evidence: 'documented',
  },
  LoggingNotSupported: {
    severity: 'error',
    summary: 'A stage of an HTTP API enables execution logs or data traces, which only WebSocket APIs support.',
    source: AWS.loggingRefused,
    evidence: 'reported',
  },
  ThrottlingRefusesAll: {
    severity: 'warning',
    summary: 'A throttling limit is 0, so the service responds to every request with 429.',
    source: AWS.zeroThrottling,
    evidence: 'reported',
  },
});

const MEMBERS = ['DataTraceEnabled', 'DetailedMetricsEnabled', 'LoggingLevel', 'ThrottlingBurstLimit', 'ThrottlingRateLimit'];
const LEVELS = ['INFO', 'ERROR', 'OFF'];
/** How many keys are compared with how many others, which takes time for each pair. */
const MAX_SUGGESTIONS = 300;
const SHAPE = '{"GET /books": {"ThrottlingRateLimit": 100, "ThrottlingBurstLimit": 50}}';

/** Checks the settings of a stage for all routes and for single ones. */
export function checkRouteSettings(stage: Resource, group: ApiGroup, index: TemplateIndex, dependencies: Dependencies): Finding[] {
  const settings = stage.raw('RouteSettings');
  const defaults = stage.object('DefaultRouteSettings');
  const findings = defaults === undefined ? [] : checkSettings(stage, 'DefaultRouteSettings', defaults, group.protocol);
  if (settings !== undefined && !isObject(settings)) {
    findings.push(...invalid(stage, 'RouteSettings', 'RouteSettings is not a map'));
  }
  const perRoute = entriesOf(stage.object('RouteSettings'));
  for (const [key, value] of perRoute) {
    const path = `RouteSettings/${key}`;
    if (!isObject(value)) {
      findings.push(...invalid(stage, path, `the settings of ${JSON.stringify(key)} are not a map`));
    } else if (!isIntrinsic(value)) {
      findings.push(...checkSettings(stage, path, value, group.protocol));
    }
  }
  return [...findings, ...checkKeys(stage, perRoute, group, index, dependencies)];
}

/** Only an API whose routes are all in this template is known well enough to say that a route does not exist. */
function checkKeys(
  stage: Resource,
  perRoute: readonly (readonly [string, unknown])[],
  { api, routes }: ApiGroup,
  { complete }: TemplateIndex,
  dependencies: Dependencies,
): Finding[] {
  if (api === undefined || !complete || perRoute.length === 0 || routes.some(({ key }) => key === undefined) || !api.lacks('Body')) {
    return [];
  }
  const byKey = new Map(routes.map(({ key = '', resource }) => [key, resource]));
  const before = dependencies.before(stage);
  const keys = [...byKey.keys()].slice(0, MAX_SUGGESTIONS);
  return perRoute.flatMap(([key], index) => {
    const route = byKey.get(key);
    if (route !== undefined) {
      return route.origin !== undefined || before.has(route) ? [] : at(stage, `RouteSettings/${key}`, [beforeRoute(key, route)]);
    }
    return !api.lacks('BodyS3Location') ? [] : at(stage, `RouteSettings/${key}`, [unknownRoute(key, index < MAX_SUGGESTIONS ? keys : [])]);
  });
}

function unknownRoute(key: string, keys: readonly string[]): Problem {
  const suggestion = suggest(key, keys);
  return problem(
    ROUTE_SETTING_RULES.RouteSettingsUnknownRoute,
    key,
    `the API has no route ${JSON.stringify(key)}: the service responds with "Unable to find Route by key ${key} within the provided RouteSettings"`,
    suggestion === undefined ? 'use the key of a route of this API, or remove the entry' : `did you mean ${suggestion}?`,
  );
}

function beforeRoute(key: string, route: Resource): Problem {
  return problem(
    ROUTE_SETTING_RULES.RouteSettingsBeforeRoute,
    key,
    `the stage has settings for ${JSON.stringify(key)} but does not depend on ${route.logicalId}, which may be created later`,
    `add ${route.logicalId} to the DependsOn of the stage`,
  );
}

function checkSettings(stage: Resource, path: string, settings: JsonObject, protocol: Protocol | undefined): Finding[] {
  const findings = Object.keys(settings)
    .filter((name) => !MEMBERS.includes(name))
    .flatMap((name) => at(stage, `${path}/${name}`, [unknownMember(name)]));
  const level = asText(member(settings, 'LoggingLevel'));
  if (level !== undefined) {
    findings.push(...at(stage, `${path}/LoggingLevel`, checkLevel(level, protocol)));
  }
  if (protocol === 'HTTP' && asText(member(settings, 'DataTraceEnabled')) === 'true') {
    findings.push(...at(stage, `${path}/DataTraceEnabled`, [notSupported('DataTraceEnabled', 'true')]));
  }
  for (const name of ['ThrottlingBurstLimit', 'ThrottlingRateLimit']) {
    if (asNumber(member(settings, name)) === 0) {
      const message = `${name} is 0, so the service responds to every request with 429 "Too Many Requests"`;
      const remedy = 'remove both limits to use those of the account, or set them to what the backend can handle';
      findings.push(...at(stage, `${path}/${name}`, [problem(ROUTE_SETTING_RULES.ThrottlingRefusesAll, '0', message, remedy)]));
    }
  }
  return findings;
}

function checkLevel(level: string, protocol: Protocol | undefined): Problem[] {
  if (!LEVELS.includes(level)) {
    const message = `there is no logging level ${JSON.stringify(level)}`;
    return [problem(ROUTE_SETTING_RULES.LoggingLevelInvalid, level, message, `use one of ${LEVELS.join(', ')}`)];
  }
  return protocol === 'HTTP' && level !== 'OFF' ? [notSupported('LoggingLevel', level)] : [];
}

function notSupported(name: string, value: string): Problem {
  const message = `${name} is ${value}: the service responds with "Execution logs are not supported on protocolType HTTP"`;
  return problem(ROUTE_SETTING_RULES.LoggingNotSupported, value, message, 'remove it, and use AccessLogSettings');
}

function unknownMember(name: string): Problem {
  const suggestion = suggest(name, MEMBERS);
  const remedy = suggestion === undefined ? `use ${MEMBERS.join(', ')}` : `did you mean ${suggestion}?`;
  return problem(ROUTE_SETTING_RULES.RouteSettingUnknown, name, `there is no route setting ${JSON.stringify(name)}`, remedy);
}

function invalid(stage: Resource, path: string, message: string): Finding[] {
  return at(stage, path, [problem(ROUTE_SETTING_RULES.RouteSettingsInvalid, undefined, message, `write ${SHAPE}`)]);
}
