/**
 * Bundles the explorer into the folder named on the command line.
 *
 * Everything is served from the site itself: the script, the map in a part loaded when it
 * is needed, the worker and the style sheet. Licences of what is bundled lie beside it.
 */
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = process.argv[2] ?? join(HERE, "..", "static", "explorer");
const require = createRequire(import.meta.url);
const MAPLIBRE = dirname(require.resolve("maplibre-gl/package.json"));

/** Writes the licences of all packages that end up in the bundle. */
async function writeLicences() {
  const texts = [];
  for (const name of ["maplibre-gl", "pmtiles", "fflate", "d3-delaunay", "delaunator", "robust-predicates"]) {
    const folder = join(MAPLIBRE, "..", name);
    const files = await readdir(folder);
    const licence = files.find((file) => /^licen[cs]e/i.test(file));
    if (licence) texts.push(`${name}\n\n${await readFile(join(folder, licence), "utf8")}`);
  }
  await writeFile(join(OUT, "licences.txt"), texts.join(`\n${"-".repeat(72)}\n\n`));
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await build({
  absWorkingDir: HERE,
  entryPoints: { explorer: "src/explorer.js", sites: "src/sites.js" },
  outdir: OUT,
  bundle: true,
  splitting: true,
  chunkNames: "part-[hash]",
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
await build({
  absWorkingDir: HERE,
  entryPoints: { explorer: "css/explorer.css" },
  outdir: OUT,
  bundle: true,
  minify: true,
  // Pictures of MapLibre's own buttons, which the explorer does not use.
  loader: { ".svg": "dataurl" },
  logLevel: "warning",
});
await copyFile(join(MAPLIBRE, "dist", "maplibre-gl-worker.mjs"), join(OUT, "worker.js"));
await writeLicences();
await packAll();

/** Writes each file packed beside it, which servers of static files prefer. */
async function packAll() {
  for (const name of await readdir(OUT)) {
    const path = join(OUT, name);
    await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }));
  }
}
