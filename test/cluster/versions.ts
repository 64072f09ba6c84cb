import { pause } from '../faults/pause.ts';
import { seconds } from './figures.ts';
import type { MidSaleScene } from './mid-sale.ts';

const services = ['seats-api', 'realtime'] as const;
type Service = (typeof services)[number];
/** How long two versions sell together before the next upgrade. */
const togetherMs = 3_000;

/** Upgrades one service to the next version, then the other in its place, then none, while buyers buy. */
export async function mixVersions(scene: MidSaleScene, tag: string): Promise<void> {
  for (const newer of [...services, null]) {
    const startMs = performance.now();
    const args = newer === null ? [] : ['--set', `${newer}.image.tag=${tag}`];
    await scene.sale.upgrade(args);
    await Promise.all(services.map(async (service) => scene.sale.pods(service).settle(2)));
    for (const service of services) await expectVersion(scene, service, tag, service === newer);
    scene.measure(newer === null ? 'back' : `next ${newer}`, seconds(performance.now() - startMs));
    await pause(togetherMs);
  }
}

/** Every pod of a service must be of the next version, or none. */
async function expectVersion(
  { sale, blame }: MidSaleScene,
  service: Service,
  tag: string,
  isNext: boolean,
): Promise<void> {
  for (const { metadata, status } of await sale.pods(service).all()) {
    const image = status.containerStatuses?.[0]?.image ?? '';
    if (image.endsWith(`:${tag}`) !== isNext) blame(`${metadata.name} runs ${image}`);
  }
}
