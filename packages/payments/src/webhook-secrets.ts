const form = /^whsec_([A-Za-z0-9+/]+={0,2})$/;
/** The Standard Webhooks specification asks for 24 to 64 random bytes. */
const bytesMin = 24;
const bytesMax = 64;

/**
 * Reads the secrets with which the provider signs its messages: `whsec_` and base64, with commas between
 * them. Several count while one takes the place of another. Throws with a sentence for any other form.
 */
export function parseWebhookSecrets(text: string): readonly string[] {
  return text.split(',').map((part) => {
    const secret = part.trim();
    const bytes = Buffer.from(form.exec(secret)?.[1] ?? '', 'base64').length;
    if (bytes < bytesMin || bytes > bytesMax)
      throw new Error(`must be whsec_ and base64 of ${bytesMin} to ${bytesMax} bytes, with commas between`);
    return secret;
  });
}
