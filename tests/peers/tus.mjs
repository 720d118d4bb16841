// tus-js-client sends a file: the independent client that our recordings' door has to please.
//
// It reads one request as JSON: {"endpoint", "file", "headers", "metadata", "chunkSize", "defer", "retryDelays"}.
// It says {"at": bytes} on each progress and {"url", "done"} at the end, one JSON a line.
import { createReadStream, statSync } from "node:fs";
import { PassThrough } from "node:stream";
import * as tus from "tus-js-client";

let asked = "";
for await (const piece of process.stdin) asked += piece;
const { endpoint, file, headers, metadata, chunkSize, defer, retryDelays } = JSON.parse(asked);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

// A camera's stream has no path: given one, the client looks at the file to learn what it must not know yet.
const source = defer ? createReadStream(file).pipe(new PassThrough()) : createReadStream(file);
const upload = new tus.Upload(source, {
  endpoint,
  headers,
  metadata,
  chunkSize,
  retryDelays,
  uploadLengthDeferred: defer,
  uploadSize: defer ? undefined : statSync(file).size,
  onProgress: (at) => say({ at }),
  onSuccess: () => say({ url: upload.url, done: true }),
  onError: (error) => {
    say({ failed: String(error.originalResponse?.getStatus() ?? error.message) });
    process.exit(1);
  },
});
upload.start();
