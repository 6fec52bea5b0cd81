import { z } from 'zod';
import { checkScale, type NyulScale } from './nyul.ts';

const schema: z.ZodType<NyulScale> = z.object({ quantiles: z.array(z.number()), landmarks: z.array(z.number()) });

/**
 * The scale in a text of JSON, as `JSON.stringify` makes it of what `learnNyul` gives.
 *
 * @param source the path, for errors
 * @throws RangeError if it is something else, or a scale that does not rise
 */
export function parseNyulScale(text: string, source: string): NyulScale {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // It quotes the text around the fault, with its ends of lines.
    throw refusal(source, (error as Error).message.replace(/\s+/g, ' '), error);
  }
  const { data, error } = schema.safeParse(json);
  if (!data) throw refusal(source, `${error.issues[0].path.join('.') || 'JSON'}: ${error.issues[0].message}`, error);
  try {
    checkScale(data);
  } catch (error) {
    throw new RangeError(`${source}: ${(error as Error).message}`, { cause: error });
  }
  return data;
}

function refusal(source: string, found: string, cause: unknown): RangeError {
  return new RangeError(`${source}: expected JSON of quantiles and landmarks, found ${found}`, { cause });
}
