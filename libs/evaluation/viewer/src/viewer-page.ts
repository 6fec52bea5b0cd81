/** The viewer's page; what it shows comes from /volumes. */
export const viewerPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Braingen: volumes side by side</title>
<style>
  * { box-sizing: border-box; }
  body { margin: 0; height: 100vh; display: flex; flex-direction: column; background: #111; color: #ddd; font: 15px/1.4 system-ui, sans-serif; }
  header { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding: 8px 12px; }
  header p { margin: 0; color: #999; }
  main { flex: 1; display: flex; gap: 2px; min-height: 0; }
  section { flex: 1; display: flex; flex-direction: column; min-width: 0; }
  section > label { padding: 4px 12px; display: flex; gap: 8px; align-items: baseline; }
  .canvas { flex: 1; position: relative; min-height: 0; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  select, input { font: inherit; accent-color: #e08a3c; }
  select { background: #222; color: inherit; border: 1px solid #555; border-radius: 4px; padding: 2px 6px; min-width: 0; }
  .frame { padding: 4px 12px; }
  [role=alert] { padding: 4px 12px; color: #ffb3a1; }
</style>
<header>
  <label>View <select id="view">
    <option value="multiplanar">three planes</option>
    <option value="axial">axial</option>
    <option value="coronal">coronal</option>
    <option value="sagittal">sagittal</option>
    <option value="render">3D</option>
  </select></label>
  <label><input type="checkbox" id="together" checked> one place for all</label>
  <label><input type="checkbox" id="overlays"> masks and regions</label>
  <p>Scroll for slices, drag with the right button for contrast, arrow keys in a list for the next volume.</p>
</header>
<main></main>
<div role="alert" id="trouble"></div>
<script type="module">
import { Niivue, SLICE_TYPE } from './niivue.js';
const say = (error) => { document.querySelector('#trouble').textContent = String(error?.message ?? error); };
addEventListener('unhandledrejection', ({ reason }) => say(reason));
const views = { multiplanar: SLICE_TYPE.MULTIPLANAR, axial: SLICE_TYPE.AXIAL, coronal: SLICE_TYPE.CORONAL, sagittal: SLICE_TYPE.SAGITTAL, render: SLICE_TYPE.RENDER };
const view = document.querySelector('#view'), together = document.querySelector('#together'), overlays = document.querySelector('#overlays');
const { panes, window: range, labels } = await (await fetch('volumes')).json();
const channel = (from) => labels.map(({ color }) => parseInt(color.slice(from, from + 2), 16));
const regions = labels && {
  R: channel(1), G: channel(3), B: channel(5), A: labels.map(({ index }) => (index === 0 ? 0 : 255)),
  I: labels.map(({ index }) => index), labels: labels.map(({ name }) => name),
};
const shown = [];
for (const { title, volumes } of panes) {
  const section = document.createElement('section');
  const label = section.appendChild(document.createElement('label'));
  label.append(title, ' ');
  const select = label.appendChild(document.createElement('select'));
  volumes.forEach((volume, i) => select.append(new Option(volume.label, i)));
  const holder = section.appendChild(document.createElement('div'));
  holder.className = 'canvas';
  const canvas = holder.appendChild(document.createElement('canvas'));
  const frame = section.appendChild(document.createElement('input'));
  Object.assign(frame, { type: 'range', className: 'frame', min: 0, value: 0, hidden: true, ariaLabel: 'frame' });
  document.querySelector('main').append(section);
  const nv = new Niivue({ backColor: [0, 0, 0, 1], crosshairWidth: 0.5, isColorbar: false, loadingText: '' });
  await nv.attachToCanvas(canvas);
  const load = async () => {
    const { url, overlay, isSegmentation } = volumes[select.value];
    const ends = range ? { cal_min: range[0], cal_max: range[1] } : {};
    await nv.loadVolumes([
      { url, colormap: 'gray', ...ends },
      ...(overlay ? [{ url: overlay, colormap: isSegmentation ? 'random' : 'warm', opacity: overlays.checked ? 0.4 : 0 }] : []),
    ]);
    if (isSegmentation && regions) {
      nv.volumes[1].setColormapLabel(regions);
      nv.updateGLVolume();
    }
    nv.setSliceType(views[view.value]);
    const frames = nv.volumes[0].nFrame4D ?? 1;
    Object.assign(frame, { max: frames - 1, value: frames - 1, hidden: frames < 2 });
    if (frames > 1) nv.setFrame4D(nv.volumes[0].id, frames - 1);
  };
  select.onchange = () => load().catch(say);
  frame.oninput = () => nv.setFrame4D(nv.volumes[0].id, Number(frame.value));
  shown.push(nv);
  await load();
}
const join = () => shown.forEach((nv) => nv.broadcastTo(together.checked ? shown.filter((other) => other !== nv) : [], { '2d': true, '3d': true }));
together.onchange = join;
join();
view.onchange = () => shown.forEach((nv) => nv.setSliceType(views[view.value]));
overlays.onchange = () => shown.forEach((nv) => { if (nv.volumes.length > 1) nv.setOpacity(1, overlays.checked ? 0.4 : 0); });
</script>
</html>
`;
