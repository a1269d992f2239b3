import { provideBuffer } from './buffer';
import { evaluateMapping } from './mapping';
import { type EvaluationProblem, invalidInput, readObject, type Sample, type Unreadable, type Values } from './sample';
import { evaluateTemplate } from './velocity';

provideBuffer();

export type Kind = 'request' | 'response' | 'velocity';

export interface Evaluation {
  readonly problems: readonly EvaluationProblem[];
  /** Absent if the source or the sample cannot be evaluated. */
  readonly result?: string;
}

/** Evaluates what a user typed: a mapping in JSON or a template, and a sample in JSON. */
export function evaluate(kind: Kind, source: string, sampleText: string): Evaluation {
  const sample = readObject('sample', sampleText);
  if ('problems' in sample) {
    return sample;
  }
  return kind === 'velocity' ? evaluateTemplate(source, sample.value) : evaluateMappingText(kind, source, sample.value);
}

function evaluateMappingText(direction: 'request' | 'response', source: string, sample: Sample): Evaluation | Unreadable {
  const mapping = readObject<Values>('mapping', source);
  if ('problems' in mapping) {
    return mapping;
  }
  const pairs = Object.entries(mapping.value);
  const notText = pairs.find(([, value]) => typeof value !== 'string');
  if (notText !== undefined) {
    return invalidInput(`the value of ${notText[0]} is not a text`, 'write each value in quotation marks');
  }
  const { entries, result } = evaluateMapping(direction, pairs, sample);
  return { problems: entries.flatMap(({ problems }) => problems), result };
}
