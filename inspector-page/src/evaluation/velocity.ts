import * as engine from '@apigwv2-integrations/core/engine';
import type { EvaluationProblem, Sample } from './sample';

/** A template after its evaluation. */
export interface TemplateEvaluation {
  readonly problems: readonly EvaluationProblem[];
  /** Absent if the template has a syntax error. */
  readonly result?: string;
}

/** Evaluates a Velocity template with core's engine, as the checks, unit tests and the local gateway do. */
export function evaluateTemplate(source: string, { body, headers, queryString, context, stageVariables }: Sample): TemplateEvaluation {
  const problems = engine.checkTemplateText('template', source, {});
  const template = engine.parseVelocity(source);
  if (!('nodes' in template)) {
    return { problems };
  }
  const { text, missing, failure } = engine.evaluateVelocity(template, { body, headers, queryString, context, stageVariables });
  const reported = new Set(problems.map(({ span }) => span?.start));
  const without = missing
    .filter(({ span }) => !reported.has(span.start))
    .map(
      ({ reference, span }): EvaluationProblem => ({
        severity: 'warning',
        code: 'NoValue',
        message: `${reference} has no value in this sample, so it prints nothing`,
        excerpt: engine.velocityExcerpt(source, span),
        span,
      }),
    );
  const failed: readonly EvaluationProblem[] =
    failure === undefined
      ? []
      : [
          {
            severity: 'error',
            code: 'EvaluationFailed',
            message: failure.message,
            remedy: failure.remedy,
            excerpt: engine.velocityExcerpt(source, failure.span),
            span: failure.span,
          },
        ];
  return { problems: [...problems, ...failed, ...without], result: text };
}
