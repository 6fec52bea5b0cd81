import { serveLoopback, type Loopback } from '@braingen/loopback';
import { orderFor } from '../blind.ts';
import { ratingPage } from '../page.ts';
import { ratingSchema } from '../ratings-table.ts';
import type { RatingFolder } from './rating-folder.ts';

export interface RatingService {
  readonly ratings: RatingFolder;
  readonly rater: string;
  /** A picture of a volume, `slicesShown` slices one below the other: the bytes of a PNG. */
  readonly picture: (path: string) => Promise<Uint8Array>;
  /** 0 for any that is free. @default 0 */
  readonly port?: number | undefined;
  readonly onRating?: ((done: number, of: number) => void) | undefined;
}

/**
 * Serves a blinded page for one rater: volumes under codes, in an order of the rater's own, those that are rated already left
 * out. Nothing that the page gets tells what a volume is.
 */
export function serveRatings({ ratings, rater, picture, port, onRating }: RatingService): Promise<Loopback> {
  const left = async (): Promise<string[]> => {
    const done = (await ratings.read()).filter((rating) => rating.rater === rater).map(({ volume }) => volume);
    return orderFor(rater, ratings.key)
      .map(({ volume }) => volume)
      .filter((volume) => !done.includes(volume));
  };
  // One at a time: two ratings at once would both find the other absent.
  let queue: Promise<unknown> = Promise.resolve();
  return serveLoopback(
    async (method, url, body) => {
      if (method === 'GET' && url.pathname === '/') return { type: 'text/html; charset=utf-8', body: ratingPage };
      if (method === 'GET' && url.pathname === '/volumes') return json({ left: await left(), of: ratings.key.length });
      if (method === 'GET' && url.pathname.startsWith('/picture/')) {
        const entry = ratings.key.find(({ volume }) => `/picture/${volume}` === url.pathname);
        if (!entry) return undefined;
        return { type: 'image/png', body: await picture(entry.path) };
      }
      if (method === 'POST' && url.pathname === '/ratings') {
        const { data, error } = ratingSchema.safeParse({ ...(body as object), rater });
        if (!data)
          throw new RangeError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
        const added = queue.then(() => ratings.add(data));
        queue = added.catch(() => undefined);
        await added;
        const rest = await left();
        onRating?.(ratings.key.length - rest.length, ratings.key.length);
        return json({ left: rest, of: ratings.key.length });
      }
      return undefined;
    },
    { port },
  );
}

const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) });
