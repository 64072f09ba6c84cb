import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** The sale that the page talks to while it is developed with `pnpm dev`. */
const api = process.env.ONSALE_API ?? 'http://localhost:8080';

/** Writes compressed copies beside the built files, so that no request waits for a compressor. */
function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      const files = await readdir(folder, { recursive: true });
      await Promise.all(
        files
          .filter((file) => /\.(?:js|css|html|svg)$/.test(file))
          .map(async (file) => {
            const path = join(folder, file);
            const content = await readFile(path);
            await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
            await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
          }),
      );
    },
  };
}

export default defineConfig({
  plugins: [precompress()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The page contains other people's code; their licences go with it.
    license: { fileName: 'licences.md' },
  },
  environments: {
    // What other sites' pages load, built by itself: shared chunks would cost the page a request more.
    embed: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        modulePreload: false,
        license: { fileName: 'embed-licences.md' },
        rolldownOptions: {
          input: 'src/embed/embed.ts',
          output: {
            entryFileNames: 'embed.js',
            chunkFileNames: 'assets/embed-[hash].js',
            codeSplitting: { groups: [{ name: 'seatmap', test: (id) => !id.endsWith('/embed/embed.ts') }] },
          },
        },
      },
    },
  },
  builder: {
    buildApp: async ({ build, environments: { client, embed } }) => {
      if (client !== undefined) await build(client);
      if (embed !== undefined) await build(embed);
    },
  },
  server: {
    proxy: { '/api': { target: api }, '/socket.io': { target: api, ws: true } },
  },
});
