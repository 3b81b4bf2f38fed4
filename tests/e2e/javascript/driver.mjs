// Runs the calls that come in, a line of JSON each, with an AWS client for JavaScript:
//   node driver.mjs v3|v2 MODULES [--endpoint URL]
//   {"service": "sqs", "operation": "SendMessage", "input": {...}}
//   {"output": {...}} or {"error": {"code": "...", "message": "..."}}
// MODULES is the folder that npm installed into.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [generation, modules, , endpoint] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);

// Neither client looks at HTTPS_PROXY by itself; an agent does.
function proxyAgent() {
  const { ProxyAgent } = require("proxy-agent");
  return new ProxyAgent({ keepAlive: true });
}

function clientsOfV3() {
  const packages = {
    events: ["@aws-sdk/client-eventbridge", "EventBridgeClient"],
    sqs: ["@aws-sdk/client-sqs", "SQSClient"],
    sts: ["@aws-sdk/client-sts", "STSClient"],
  };
  const clients = {};
  return async (service, operation, input) => {
    const [name, constructor] = packages[service];
    const library = require(name);
    clients[service] ??= new library[constructor](
      endpoint ? { endpoint } : { requestHandler: { httpsAgent: proxyAgent() } });
    const { $metadata, ...output } =
      await clients[service].send(new library[`${operation}Command`](input));
    return output;
  };
}

function clientsOfV2() {
  const AWS = require("aws-sdk");
  const constructors = { events: "EventBridge", sqs: "SQS", sts: "STS" };
  AWS.config.update(endpoint ? { endpoint } : { httpOptions: { agent: proxyAgent() } });
  const clients = {};
  return (service, operation, input) => {
    clients[service] ??= new AWS[constructors[service]]();
    const method = operation[0].toLowerCase() + operation.slice(1);
    return clients[service][method](input).promise();
  };
}

const call = generation === "v3" ? clientsOfV3() : clientsOfV2();
for await (const line of createInterface({ input: process.stdin })) {
  const { service, operation, input } = JSON.parse(line);
  let answer;
  try {
    answer = { output: await call(service, operation, input) };
  } catch (error) {
    answer = { error: { code: error.code ?? error.name, message: String(error) } };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0); // idle connections of an agent would keep the process
