// An HTTPS server with faults on demand: what API destinations lead to in tests.
//
// usage: node fault_server.mjs KEY CERTIFICATE (none: plain HTTP)
// Prints its port, then one JSON line for each request it has read: {method, url, headers, body,
// socket (a number per connection)}. The path says how it answers: /status/503 or
// /status/429/retry-after/7, /hang (never), /reset (cuts the connection), /large (8 MiB),
// /redirect (to /stolen), /then/401/200 (one after the other, per path); all others 200.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

const [, , key, certificate] = process.argv;
const seen = new Map();
const sockets = new WeakMap();
let connections = 0;

function say(request, body) {
  const { method, url, headers } = request;
  console.log(JSON.stringify({ method, url, headers, body, socket: sockets.get(request.socket) }));
}

function answer(request, response) {
  const parts = new URL(request.url, "http://host").pathname.split("/").slice(1);
  if (parts[0] === "hang") return;
  if (parts[0] === "reset") return request.socket.destroy();
  if (parts[0] === "redirect") return response.writeHead(302, { Location: "/stolen" }).end();
  if (parts[0] === "large") return response.writeHead(200).end(Buffer.alloc(8 << 20));
  if (parts[0] === "then") {
    const nth = seen.get(request.url) ?? 0;
    seen.set(request.url, nth + 1);
    return response.writeHead(Number(parts[Math.min(nth + 1, parts.length - 1)])).end();
  }
  const fields = parts[2] === "retry-after" ? { "Retry-After": parts[3] } : {};
  response.writeHead(parts[0] === "status" ? Number(parts[1]) : 200, fields).end("thanks");
}

function handle(request, response) {
  let body = "";
  request.setEncoding("utf8").on("data", (text) => (body += text));
  request.on("end", () => {
    say(request, body);
    answer(request, response);
  });
}

const server = certificate
  ? https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, handle)
  : http.createServer(handle);
server.on(certificate ? "secureConnection" : "connection", (socket) =>
  sockets.set(socket, ++connections));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
