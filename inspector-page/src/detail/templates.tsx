import { Body } from '../components/text';
import type { ExchangeDetail, TemplateDetail } from '../protocol';
import { Pairs } from './why';

/** The templates of a WebSocket route, each with its input and its output. */
export function Templates({ detail }: { readonly detail: ExchangeDetail }) {
  const { templates, parameters, integrationResponse } = detail;
  return (
    <>
      {parameters === undefined ? null : (
        <>
          <h3>Parameters</h3>
          <Pairs pairs={[...parameters.headers, ...parameters.query, ...parameters.path]} />
        </>
      )}
      {templates.map((template) => (
        <Template key={`${template.direction} ${template.key}`} template={template} />
      ))}
      {integrationResponse === undefined ? null : (
        <>
          <h3>
            Response of the integration <span class="badge">{integrationResponse.status}</span>
          </h3>
          <p>
            selected <code>{integrationResponse.key ?? 'none'}</code>
          </p>
        </>
      )}
    </>
  );
}

/** A template, with its input and its output side by side. */
export function Template({ template: { direction, key, template, before, after, fault } }: { readonly template: TemplateDetail }) {
  return (
    <section class="template">
      <h3>
        {direction === 'request' ? 'Request template' : 'Response template'} {key === undefined ? null : <code>{key}</code>}
      </h3>
      {template === undefined ? <p class="none">no template: the text is passed on</p> : <pre class="code">{template}</pre>}
      {fault === undefined ? null : <p class="bad">{fault}</p>}
      <div class="sides">
        <section aria-label="Before the template">
          <h4>Before</h4>
          <Body body={before} label="Before the template" />
        </section>
        <section aria-label="After the template">
          <h4>After</h4>
          <Body body={after} label="After the template" />
        </section>
      </div>
    </section>
  );
}
