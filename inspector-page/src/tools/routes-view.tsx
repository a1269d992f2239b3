import { Findings } from '../detail/why';
import type { ApiInfo, FindingInfo, RouteInfo } from '../protocol';
import { app } from '../state/session';

/** All routes of the app, with the findings of the check beside them. */
export function RoutesView() {
  const description = app.value;
  if (description === undefined) {
    return <p class="empty">Loading …</p>;
  }
  const routes = description.apis.flatMap((api) => api.routes);
  const others = description.findings.filter((finding) => !routes.some((route) => belongsTo(finding, route)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a view that scrolls must be reachable with the keyboard.
    <section class="tool routes" aria-label="Routes" tabIndex={0}>
      {description.apis.map((api) => (
        <Api key={api.name} api={api} others={description.findings} />
      ))}
      {others.length === 0 ? null : (
        <section>
          <h2>Other findings</h2>
          <Findings findings={others} />
        </section>
      )}
      {description.diagnostics.length === 0 ? null : (
        <section>
          <h2>Not as deployed</h2>
          <ul class="findings">
            {description.diagnostics.map(({ location: { path, logicalId }, text, sourceLocation }) => (
              <li key={`${path ?? logicalId} ${text}`}>
                <p>
                  <code>{path ?? logicalId}</code> {sourceLocation === undefined ? null : <span class="none">{sourceLocation}</span>} {text}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}

function Api({ api, others }: { readonly api: ApiInfo; readonly others: readonly FindingInfo[] }) {
  return (
    <section>
      <h2>
        {api.name} <span class="badge">{api.protocol === 'HTTP' ? 'HTTP API' : 'WebSocket API'}</span>
        {api.url === undefined ? null : <code>{api.url}</code>}
      </h2>
      <div class="scroll-x">
        <table class="routes-table">
          <thead>
            <tr>
              <th scope="col">Route</th>
              <th scope="col">Integration</th>
              <th scope="col">Target</th>
              <th scope="col">Authorizer</th>
              <th scope="col">Findings</th>
            </tr>
          </thead>
          <tbody>
            {api.routes.map((route) => (
              <Route key={route.key} route={route} others={others} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Route({ route, others }: { readonly route: RouteInfo; readonly others: readonly FindingInfo[] }) {
  const { key, integration, authorizer, unserved, obstacle } = route;
  const findings = [...route.findings, ...others.filter((finding) => belongsTo(finding, route))];
  return (
    <tr>
      <th scope="row">
        <code>{key}</code>
      </th>
      <td>
        {integration === undefined ? null : (
          <>
            {integration.name} <span class="badge">{integration.kind}</span>
          </>
        )}
      </td>
      <td>{integration?.target}</td>
      <td>
        {authorizer === undefined ? null : (
          <>
            {authorizer.name} <span class="badge">{authorizer.type}</span>
          </>
        )}
      </td>
      <td>
        {unserved === undefined || findings.some(({ severity }) => severity === 'error') ? null : <p class="bad">{unserved}</p>}
        {obstacle === undefined ? null : (
          <p class="bad">
            answers {obstacle.statusCode}
            {obstacle.flag === undefined ? null : (
              <>
                ; change that with <code>{obstacle.flag}</code>
              </>
            )}
          </p>
        )}
        <Findings findings={findings} />
        {unserved === undefined && obstacle === undefined && findings.length === 0 ? <span class="none">none</span> : null}
      </td>
    </tr>
  );
}

/** Whether a construct is below that of a route, as the integration is that the route cannot be served with. */
function belongsTo({ construct }: FindingInfo, { location: { path } }: RouteInfo): boolean {
  return path !== undefined && construct.startsWith(`${path.replace(/\/Resource$/, '')}/`);
}
