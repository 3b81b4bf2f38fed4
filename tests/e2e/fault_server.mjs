// An HTTPS server with faults on demand: what API destinations lead to in tests.
//
// usage: [PORT=N] node fault_server.mjs KEY CERTIFICATE (none: plain HTTP; no PORT: any)
// Prints its port, then one JSON line for each request it has read: {method, url, headers, body,
// socket (a number per connection), status (absent: answered with none)}. The path says how it
// answers: /status/503 or /status/429/retry-after/7, /hang (never), /reset (cuts the connection),
// /large (8 MiB), /redirect (to /stolen), /then/401/reset/200/name (one after the other, per path,
// the last again and again); all others 200.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

const [, , key, certificate] = process.argv;
const seen = new Map();
const sockets = new WeakMap();
let connections = 0;

function say(request, body, status) {
  const { method, url, headers } = request;
  const socket = sockets.get(request.socket);
  console.log(JSON.stringify({ method, url, headers, body, socket, status }));
}

// The steps of /then/...: what is no status, nor a word for none, only tells paths apart.
function nextStep(url, parts) {
  const isStep = (part) => /^(\d{3}|hang|reset)$/.test(part);
  const end = parts.findIndex((part, at) => at > 0 && !isStep(part));
  const steps = parts.slice(1, end < 0 ? undefined : end);
  const nth = seen.get(url) ?? 0;
  seen.set(url, nth + 1);
  return steps[Math.min(nth, steps.length - 1)];
}

// What to do by the first of a path's parts, or by a step.
function plan(url) {
  const parts = new URL(url, "http://host").pathname.split("/").slice(1);
  const word = parts[0] === "then" ? nextStep(url, parts) : parts[0];
  if (word === "hang" || word === "reset") return { word };
  if (word === "redirect") return { status: 302, fields: { Location: "/stolen" } };
  if (word === "large") return { status: 200, body: Buffer.alloc(8 << 20) };
  if (word !== "status") return { status: parts[0] === "then" ? Number(word) : 200 };
  const fields = parts[2] === "retry-after" ? { "Retry-After": parts[3] } : {};
  return { status: Number(parts[1]), fields };
}

function answer({ word, status, fields = {}, body = "thanks" }, request, response) {
  if (word === "reset") request.socket.destroy();
  if (status) response.writeHead(status, fields).end(body);
}

function handle(request, response) {
  let body = "";
  request.setEncoding("utf8").on("data", (text) => (body += text));
  request.on("end", () => {
    const planned = plan(request.url);
    say(request, body, planned.status);
    answer(planned, request, response);
  });
}

const server = certificate
  ? https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, handle)
  : http.createServer(handle);
server.on(certificate ? "secureConnection" : "connection", (socket) =>
  sockets.set(socket, ++connections));
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => console.log(server.address().port));
