export { openRatings, type RatingFolder } from './node/rating-folder.ts';
export { serveRatings, type RatingService } from './node/serve-ratings.ts';
