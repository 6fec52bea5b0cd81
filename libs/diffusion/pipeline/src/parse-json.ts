import { PipelineError } from './error.ts';

/** @throws PipelineError of kind 'checkpoint' that names the source, with what the parser says in one line */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const found = (error as Error).message.replace(/\s+/g, ' ').slice(0, 80);
    throw new PipelineError('checkpoint', { field: source, expected: 'JSON', found }, { cause: error });
  }
}
