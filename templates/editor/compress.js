// Compresses a file beside itself, unless what lies there is the same: other versions of Node.js may write
// the same otherwise.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

const [, , file] = process.argv;
const bytes = readFileSync(file);
const beside = `${file}.br`;
const isSame = existsSync(beside) && brotliDecompressSync(readFileSync(beside)).equals(bytes);
if (!isSame) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(beside, brotliCompressSync(bytes, { params }));
}
