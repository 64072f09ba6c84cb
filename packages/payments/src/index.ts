export { createHttpPayments, type HttpPaymentsOptions } from './http-payments.ts';
export { paymentOptionsOf, paymentSettings } from './settings.ts';
export { parseWebhookSecrets } from './webhook-secrets.ts';
