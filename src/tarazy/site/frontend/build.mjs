// Builds ../static/dist: every file with the hash of its content in its name, and manifest.json with the plain names.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const target = resolve(here, "../static/dist");
const draft = `${target}.draft`;

// Sass first; then esbuild gathers the fonts that the styles name, in the one format that every browser of today reads.
const styles = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /fontsource.+\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return { contents: css.replace(/, url\([^)]+\.woff\) format\('woff'\)/g, ""), loader: "css" };
    });
    build.onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const { css, loadedUrls } = sass.compile(path, {
        loadPaths: [source, here, join(here, "node_modules")],
        quietDeps: true,
        logger: sass.Logger.silent,
        silenceDeprecations: ["import"],
      });
      return { contents: css, loader: "css", resolveDir: source, watchFiles: loadedUrls.map(fileURLToPath) };
    });
  },
};

// Plot puts a style element into each picture, which our security policy refuses; its rules stand in _plots.scss.
const plotStyles = {
  name: "plot styles",
  setup(build) {
    build.onLoad({ filter: /observablehq.plot.src.plot\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const without = source.replace(/\.call\(\(svg\) =>[^`]*svg\.append\("style"\)\.text\(\s*`[^`]*`\s*\)\s*\)/, "");
      if (without === source) throw new Error("Plot has changed: its style element was not found");
      return { contents: without, loader: "js" };
    });
  },
};

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
const { metafile } = await esbuild.build({
  absWorkingDir: here,
  entryPoints: ["app.css", "app.js", "editor.js", "plots.js", "supported.js"].map((name) => join(source, name)),
  outdir: draft,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "file" },
  plugins: [styles, plotStyles],
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
});

const manifest = {};
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  const name = relative(draft, resolve(here, file));
  const plain = entryPoint
    ? relative(source, resolve(here, entryPoint))
    : name.replace(/-[0-9A-Z]{8}(\.\w+)$/, "$1");
  manifest[plain] = name;
}
for (const name of ["icon.svg"]) {
  const bytes = await readFile(join(source, name));
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  manifest[name] = name.replace(/(\.\w+)$/, `-${hash}$1`);
  await writeFile(join(draft, manifest[name]), bytes);
}
for (const name of await readdir(draft)) {
  if (/\.(css|js|svg)$/.test(name)) {
    await writeFile(join(draft, `${name}.gz`), gzipSync(await readFile(join(draft, name)), { level: 9 }));
  }
}
await writeFile(join(draft, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
await rm(target, { recursive: true, force: true });
await rename(draft, target);
