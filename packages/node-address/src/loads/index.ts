export { createInProcessLoads } from './in-process-loads.ts';
export { createLoadBoard, type Load, type LoadBoard, type Loads } from './load-board.ts';
export type { LoadChannel } from './load-channel.ts';
export { type LoadReport, readLoadReport } from './load-report.ts';
export { type LoadReportOptions, type LoadReports, startLoadReports } from './report-loads.ts';
