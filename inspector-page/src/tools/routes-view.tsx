import { Findings } from '../detail/why';
import type { ApiInfo, RouteInfo } from '../protocol';
import { app } from '../state/session';

/** All routes of the app, with the findings of the check beside them. */
export function RoutesView() {
  const description = app.value;
  if (description === undefined) {
    return <p class="empty">Loading …</p>;
  }
  return (
    <div class="tool routes">
      {description.apis.map((api) => (
        <Api key={api.name} api={api} />
      ))}
      {description.findings.length === 0 ? null : (
        <section>
          <h2>Other findings</h2>
          <Findings findings={description.findings} />
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
    </div>
  );
}

function Api({ api }: { readonly api: ApiInfo }) {
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
              <Route key={route.key} route={route} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Route({ route }: { readonly route: RouteInfo }) {
  const { key, integration, authorizer, unserved, obstacle, findings } = route;
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
        {unserved === undefined ? null : <p class="bad">{unserved}</p>}
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
