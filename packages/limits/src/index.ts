export { holdLimitSettings, holdLimitsOf } from './hold-limits.ts';
export { limitSettings, trafficLimitsOf } from './settings.ts';
export { createTraffic, type Traffic, type TrafficLimits } from './traffic.ts';
