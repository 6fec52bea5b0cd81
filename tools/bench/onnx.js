/**
 * onnxruntime-node's figures beside `braingen bench`: one JSON line for each name, as `braingen bench --json` gives them.
 *
 *     npm install --ignore-scripts --prefix FOLDER onnxruntime-node
 *     VENV/bin/python tools/bench/onnx_models.py MODELS
 *     node tools/bench/onnx.js FOLDER MODELS THREADS RUNS conv3d sample-step
 *
 * It runs fixed graphs: there is no training step.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { measure } from './measure.js';

const [folder, models, threads, runs, ...names] = process.argv.slice(2);
const require = createRequire(join(resolve(folder), 'package.json'));
const ort = require('onnxruntime-node');
const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/onnxruntime-node/package.json'), 'utf8'));
const options = { intraOpNumThreads: Number(threads), executionMode: 'sequential' };

for (const file of readdirSync(models).filter((each) => names.some((name) => each.startsWith(name)))) {
  const session = await ort.InferenceSession.create(join(models, file), options);
  const feeds = Object.fromEntries(
    session.inputMetadata.map(({ name, shape }) => {
      const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.random() - 0.5);
      return [name, new ort.Tensor('float32', name === 't' ? values.fill(500) : values, shape)];
    }),
  );
  const figures = await measure(() => session.run(feeds), Number(runs));
  const name = file.replace('.onnx', '');
  const line = { ...figures, runs: Number(runs), threads: Number(threads), engine: `onnxruntime-node ${version}` };
  console.log(JSON.stringify({ name, ...line }));
  if (name.endsWith('forward'))
    console.log(JSON.stringify({ name: name.replace('forward', 'inputGradient'), ...line }));
}
