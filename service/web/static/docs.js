"use strict";
const EXAMPLES = {
  annotate: { text: "The bridge will stay shut until April, the transport department said on Monday." },
  recordOutcome: { source: "xx.example", outcome: "true", selection: "random", reference: "desk-1" },
  sendFeedback: { annotation_id: "an_00000000000000000000000000000000", subject: "source", subject_id: "s1", comment: "This is another ministry." },
  writeOverlay: { entries: [{ match: ["the harbor office"], id: "house:harbor", type: "government" }] },
  resolveSources: { names: ["Bundesbank", "NOAA"] },
};

function deref(api, node) {
  if (!node || !node.$ref) return node || {};
  return node.$ref.split("/").slice(1).reduce((inner, key) => inner[key], api);
}

function typeName(api, schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map((one) => typeName(api, one)).join(" or ");
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.type === "array") return "[" + typeName(api, schema.items) + "]";
  return Array.isArray(schema.type) ? schema.type.join(" or ") : schema.type || "any";
}

function table(head, lines) {
  const box = make("table");
  put(box, put(make("thead"), put(make("tr"), ...head.map((name) => make("th", "", name)))));
  const body = make("tbody");
  for (const line of lines) put(body, put(make("tr"), ...line.map((cell) => make("td", "", cell))));
  return put(make("div", "wide"), put(box, body));
}

function fieldsOf(api, schema, seen = []) {
  const real = deref(api, schema);
  const name = typeName(api, schema);
  if (!real.properties || seen.includes(name)) return null;
  const lines = Object.entries(real.properties).map(([field, inner]) => [
    field + ((real.required || []).includes(field) ? " *" : ""), typeName(api, inner), deref(api, inner).description || inner.description || "",
  ]);
  const box = put(make("details"), make("summary", "", name), table(["field", "type", ""], lines));
  for (const inner of Object.values(real.properties)) {
    const target = inner.items || (inner.anyOf || []).find((one) => one.$ref) || inner;
    if (target.$ref) put(box, fieldsOf(api, target, seen.concat(name)));
  }
  return box;
}

function tryIt(path, method, operation, params) {
  const box = put(make("details"), make("summary", "", "Try it"));
  const inputs = new Map();
  for (const param of params.filter((one) => one.in !== "header")) {
    const input = make("input");
    input.name = param.name;
    inputs.set(param, input);
    put(box, put(make("label", "", param.name), input));
  }
  const area = operation.requestBody ? make("textarea") : null;
  if (area) {
    area.rows = 6;
    area.value = JSON.stringify(EXAMPLES[operation.operationId] || {}, null, 2);
    put(box, put(make("label", "", "Body (application/json)"), area));
  }
  const button = make("button", "", "Send");
  button.type = "button";
  const out = make("pre");
  out.hidden = true;
  button.addEventListener("click", async () => {
    let address = path;
    const query = new URLSearchParams();
    for (const [param, input] of inputs) {
      if (param.in === "path") address = address.replace("{" + param.name + "}", encodeURIComponent(input.value));
      else if (input.value) query.set(param.name, input.value);
    }
    const headers = {};
    const key = document.getElementById("key").value.trim();
    if (key) headers.Authorization = "Bearer " + key;
    if (area) headers["Content-Type"] = "application/json";
    const response = await fetch(address + (query.size ? "?" + query : ""), { method: method.toUpperCase(), headers, body: area ? area.value : undefined });
    const body = await response.text();
    let shown = body;
    if ((response.headers.get("Content-Type") || "").includes("json")) shown = JSON.stringify(JSON.parse(body), null, 2);
    out.textContent = response.status + " " + response.statusText + "\n\n" + shown;
    out.hidden = false;
  });
  return put(box, put(make("p"), button), out);
}

function showOperation(api, path, method, operation, shared) {
  const box = make("section", "op");
  put(box, put(make("h2"), make("span", "verb", method.toUpperCase()), make("span", "", path)));
  put(box, prose("p", [operation.summary, operation.description].filter(Boolean).join(" ")));
  if (operation["x-required-scope"]) put(box, make("p", "hint", "Scope: " + operation["x-required-scope"]));
  const params = [...(shared || []), ...(operation.parameters || [])].map((one) => deref(api, one));
  if (params.length) {
    put(box, table(["parameter", "in", "type", ""], params.map((one) => [one.name, one.in, typeName(api, one.schema), one.description || ""])));
  }
  const content = (operation.requestBody || {}).content || {};
  if (Object.keys(content).length) put(box, make("p", "hint", "Body: " + Object.keys(content).join(", ")));
  for (const kind of Object.values(content)) put(box, fieldsOf(api, kind.schema));
  const answers = make("ul", "rows");
  put(box, answers);
  for (const [status, response] of Object.entries(operation.responses)) {
    const real = deref(api, response);
    put(answers, prose("li", "`" + status + "` " + real.description));
    if (status.startsWith("2")) for (const kind of Object.values(real.content || {})) put(box, fieldsOf(api, kind.schema));
  }
  return put(box, tryIt(path, method, operation, params));
}

async function main() {
  const response = await fetch("/openapi.json");
  const api = await response.json();
  const box = document.getElementById("operations");
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of ["get", "post", "put", "delete"]) {
      if (item[method]) put(box, showOperation(api, path, method, item[method], item.parameters));
    }
  }
  document.getElementById("status").textContent = api.info.title + " " + api.info.version;
}

document.getElementById("keys").addEventListener("submit", (event) => event.preventDefault());
main();
