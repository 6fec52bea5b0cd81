import { writeFile } from 'node:fs/promises';
import { drawTrainingScan } from '@braingen/anatomy/training';
import { readMaps } from './read-maps.ts';
const cpu = (): number => {
  const u = process.cpuUsage();
  return (u.user + u.system) / 1e6;
};
let a = cpu();
const maps = (await readMaps(process.argv[2], 'test')).slice(0, 3);
console.log('read', cpu() - a, JSON.stringify(maps[0].pose));
for (let i = 0; i < 6; i++) {
  a = cpu();
  const s = drawTrainingScan(maps, 7, i);
  console.log('draw', cpu() - a);
  await writeFile(
    `/tmp/scan${i}.bin`,
    Buffer.concat([Buffer.from(s.image.buffer), Buffer.from(s.region), Buffer.from(s.side)]),
  );
}
