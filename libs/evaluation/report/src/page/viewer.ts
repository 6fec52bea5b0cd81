import { markup, trusted, type Html } from './html.ts';

/** Where a picture opens: at full size, and slice by slice where it has slices. One for the whole page. */
export const viewer: Html = markup`<dialog class="viewer" aria-label="Picture at full size">
  <form method="dialog"><button aria-label="Close">&times;</button></form>
  <div class="pane"><img alt="" /></div>
  <label><span></span><input type="range" min="0" step="1" aria-label="Slice" /></label>
</dialog>`;

/**
 * The page's only script; without it pictures stay as they are. A strip of slices is one tall picture: the pane shows
 * one slice's height of it, and the slider (arrow keys and the wheel too) moves the picture behind the pane.
 */
export const viewerScript: Html = trusted(`
(() => {
  const dialog = document.querySelector('dialog.viewer');
  if (!dialog || !dialog.showModal) return;
  const [pane, picture, slider, words] = ['.pane', '.pane img', 'input', 'label span'].map((one) => dialog.querySelector(one));
  let count = 1;
  const show = () => {
    picture.style.transform = 'translateY(' + (-100 * slider.value) / count + '%)';
    words.textContent = count > 1 ? 'slice ' + (Number(slider.value) + 1) + ' of ' + count : '';
  };
  const open = (figure) => {
    const strip = figure.querySelector('img.slices');
    const source = strip || figure.querySelector('img');
    count = strip ? Number(strip.dataset.count) : 1;
    const [width, height] = [Number(source.getAttribute('width')), Number(source.getAttribute('height')) / count];
    pane.style.aspectRatio = width + ' / ' + height;
    pane.style.width = 'min(94vw, ' + (80 * width) / height + 'vh)';
    picture.src = source.src;
    picture.alt = figure.querySelector('img').alt;
    slider.max = count - 1;
    slider.value = Math.floor(count / 2);
    slider.parentElement.hidden = count === 1;
    show();
    dialog.showModal();
    slider.focus();
  };
  slider.addEventListener('input', show);
  pane.addEventListener('wheel', (event) => {
    event.preventDefault();
    slider.value = Number(slider.value) + Math.sign(event.deltaY);
    show();
  }, { passive: false });
  for (const button of document.querySelectorAll('figure button.open')) button.addEventListener('click', () => open(button.closest('figure')));
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
})();
`);
