#!/usr/bin/env bash
# Builds the scripts of the editor into templates/assets, or into the folder that is named. The same lock
# file makes the same bytes everywhere: .ci/test compares them with those that are committed.
set -euo pipefail
cd "$(dirname "$0")"
out=${1:-../assets}
npm ci --silent --no-audit --no-fund --ignore-scripts
npx esbuild src/edit.js src/editor.js src/leave.js --bundle --format=esm --minify --target=es2022 \
  --charset=utf8 --legal-comments=none --log-level=warning --outdir="$out"
# As small as can be, which the server has no time for.
node compress.js "$out/editor.js"
node licences.js >"$out/editor-license.txt"
