export { bundleService } from './bundle.ts';
export { writeWholeShows } from './demo-shows.ts';
export { addedBytesMax, type Service, serviceNamed, services } from './services.ts';
