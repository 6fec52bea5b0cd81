import { regions } from './rating.ts';

const verdicts = ['certainly real', 'probably real', 'probably synthetic', 'certainly synthetic'];
const qualities = ['useless', 'poor', 'fair', 'good', 'as good as any scan'];

const choice = (type: string, name: string, value: string | number, words: string): string =>
  `<label><input type="${type}" name="${name}" value="${value}"${type === 'radio' ? ' required' : ''}> ${words}</label>`;

const group = (legend: string, choices: readonly string[]): string =>
  `<fieldset><legend>${legend}</legend>${choices.join('\n')}</fieldset>`;

/** How many slices a strip of a volume holds, one below the other. */
export const slicesShown: number = 36;

/**
 * The page of a rater: one volume at a time as a strip of slices behind a slider, and a form. It knows codes alone; how it
 * looks is the same for every volume, and the clock runs from when the picture is there.
 */
export const ratingPage: string = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ratings</title>
<style>
  :root { color-scheme: dark; }
  body { margin: 0 auto; padding: 1rem; max-width: 64rem; background: #111; color: #eee; font: 16px/1.5 system-ui, sans-serif; }
  main { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
  .pane { overflow: hidden; width: 100%; background: #000; }
  .pane img { display: block; width: 100%; image-rendering: auto; }
  input[type=range] { width: 100%; }
  fieldset { margin: 0 0 1rem; border: 1px solid #444; }
  label { display: block; padding: .2rem 0; }
  button { padding: .6rem 1.2rem; font: inherit; }
  :focus-visible { outline: 2px solid #6af; outline-offset: 2px; }
</style>
<h1 id="title" tabindex="-1">Ratings</h1>
<p id="state" role="status"></p>
<main hidden>
  <div>
    <div class="pane"><img alt="Slices of the volume"></div>
    <input type="range" min="0" max="${slicesShown - 1}" step="1" aria-label="Slice, from the lowest up">
  </div>
  <form>
    ${group(
      'What is it?',
      verdicts.map((words, i) => choice('radio', 'verdict', i + 1, words)),
    )}
    ${group(
      'Quality',
      qualities.map((words, i) => choice('radio', 'quality', i + 1, `${i + 1} ${words}`)),
    )}
    ${group(
      'Artefacts in',
      regions.map((region) => choice('checkbox', 'artefacts', region, region)),
    )}
    <button>Save and go on</button>
  </form>
</main>
<script>
(() => {
  const find = (selector) => document.querySelector(selector);
  const [main, pane, picture, slider, form, state] = ['main', '.pane', 'img', 'input[type=range]', 'form', '#state'].map(find);
  const count = ${slicesShown};
  let volume, since;
  const show = () => {
    const height = picture.clientWidth * picture.naturalHeight / picture.naturalWidth / count;
    pane.style.height = height + 'px';
    picture.style.transform = 'translateY(' + -height * slider.value + 'px)';
  };
  const next = ({ left, of }) => {
    main.hidden = left.length === 0;
    state.textContent = left.length === 0 ? 'All ' + of + ' volumes are rated. Thank you.' : of - left.length + ' of ' + of + ' rated';
    [volume] = left;
    if (volume === undefined) return;
    form.reset();
    since = undefined;
    picture.src = '/picture/' + volume;
  };
  picture.addEventListener('load', () => {
    slider.value = Math.floor(count / 2);
    since = performance.now();
    show();
    find('#title').textContent = 'Volume ' + volume;
    slider.focus();
  });
  picture.addEventListener('error', () => { state.textContent = 'The picture of ' + volume + ' could not be drawn.'; });
  slider.addEventListener('input', show);
  addEventListener('resize', show);
  pane.addEventListener('wheel', (event) => {
    event.preventDefault();
    slider.value = Number(slider.value) + Math.sign(event.deltaY);
    show();
  }, { passive: false });
  const ask = async (path, options) => {
    const response = await fetch(path, options);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const failed = (error) => { state.textContent = 'Not saved: ' + error.message; };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (since === undefined) return;
    const said = new FormData(form);
    const rating = {
      volume,
      verdict: Number(said.get('verdict')),
      quality: Number(said.get('quality')),
      artefacts: said.getAll('artefacts'),
      seconds: (performance.now() - since) / 1000,
    };
    const body = JSON.stringify(rating);
    ask('/ratings', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(next, failed);
  });
  ask('/volumes').then(next, failed);
})();
</script>
</html>
`;
