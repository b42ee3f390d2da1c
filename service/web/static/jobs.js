"use strict";
const KINDS = { md: "text/markdown", markdown: "text/markdown", html: "text/html", htm: "text/html", txt: "text/plain" };
const SHOWN = 100;
let job = null;

function ending(name) {
  return name.split(".").pop().toLowerCase();
}

// One line an article; a .jsonl file is taken as it is.
async function linesOf(files) {
  const parts = [];
  for (const file of files) {
    if (["jsonl", "ndjson"].includes(ending(file.name))) {
      parts.push(file, "\n");
      continue;
    }
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    } catch {
      throw new Error(file.name + " is not UTF-8 text. Save it as UTF-8 and choose the files again.");
    }
    parts.push(JSON.stringify({ id: file.name, text, media_type: KINDS[ending(file.name)] || "text/plain" }) + "\n");
  }
  return new Blob(parts, { type: "application/x-ndjson" });
}

// XMLHttpRequest, because it says how much has been sent.
function upload(blob) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/jobs");
    for (const [name, value] of Object.entries(headersWith({ "Content-Type": "application/x-ndjson" }))) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) byId("sent").value = 100 * event.loaded / event.total; });
    request.addEventListener("error", () => failed(new Error("The upload was cut off. Nothing was kept; try again.")));
    request.addEventListener("load", async () => {
      if (request.status === 202) done(JSON.parse(request.responseText));
      else failed(new Error(await explain(new Response(request.responseText, { status: request.status }))));
    });
    request.send(blob);
  });
}

const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

async function watchJob() {
  const mine = job.id;
  for (;;) {
    const response = await read("/v1/jobs/" + mine);
    if (!job || job.id !== mine) return;
    job = await response.json();
    const done = job.succeeded + job.failed;
    byId("done").max = Math.max(1, job.total);
    byId("done").value = done;
    byId("done-words").textContent = done + " of " + job.total + (job.failed ? ", " + job.failed + " failed" : "");
    const wait = Number(response.headers.get("Retry-After"));
    if (!wait) return;
    await pause(wait);
    if (!job || job.id !== mine) return;
  }
}

async function pagesOf(enough) {
  const lines = [];
  let cursor = "0";
  while (cursor !== null && lines.length < enough) {
    const response = await read("/v1/jobs/" + job.id + "/results?limit=" + Math.min(1000, enough) + "&cursor=" + cursor, { Accept: "application/x-ndjson" });
    lines.push(...(await response.text()).split("\n").filter(Boolean));
    cursor = response.headers.get("X-Next-Cursor");
  }
  return lines;
}

function rowOf(record) {
  const row = make("tr");
  const name = record.id || "line " + (record.index + 1);
  if (record.problem) return put(row, make("td", "", name), make("td"), make("td"), make("td"), make("td", "", record.problem.title + ": " + record.problem.detail));
  const found = record.annotation;
  const shares = found.summary.word_shares || {};
  const unnamed = shares.anonymous === undefined || shares.anonymous === null ? "–" : percent(shares.anonymous);
  return put(row, make("td", "", name), make("td", "", found.sources.length), make("td", "", found.attributions.length), make("td", "", unnamed), make("td"));
}

async function showResults() {
  const rows = clear(byId("rows"));
  for (const line of (await pagesOf(SHOWN)).slice(0, SHOWN)) put(rows, rowOf(JSON.parse(line)));
}

async function sendAll() {
  const files = [...byId("files").files];
  job = null;
  clear(byId("rows"));
  byId("sent").value = 0;
  byId("done").value = 0;
  byId("done-words").textContent = "";
  byId("job").hidden = false;
  byId("job-title").focus();
  const blob = await linesOf(files);
  job = await upload(blob);
  byId("sent").value = 100;
  byId("delete").disabled = false;
  await watchJob();
  if (!job) return "Deleted.";
  await showResults();
  byId("save").disabled = false;
  return job.succeeded + " of " + count(job.total, "article") + " annotated" + (job.failed ? ", " + job.failed + " failed: the table says why." : ".");
}

byId("send").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!byId("files").files.length) {
    tell("Choose at least one file first.", true);
    byId("files").focus();
    return;
  }
  byId("save").disabled = true;
  byId("delete").disabled = true;
  during(byId("go"), "Working …", sendAll);
});
byId("save").addEventListener("click", () => during(byId("save"), "Fetching the results …", async () => {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([(await pagesOf(Infinity)).join("\n") + "\n"], { type: "application/octet-stream" }));
  link.download = job.id + ".jsonl";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return "Saved as " + link.download + ".";
}));
byId("delete").addEventListener("click", async () => {
  const gone = job.id;
  byId("delete").disabled = true;
  byId("save").disabled = true;
  const response = await fetch("/v1/jobs/" + gone, { method: "DELETE", headers: headersWith({}) });
  if (!response.ok) {
    tell(await explain(response), true);
    return;
  }
  job = null;
  byId("job").hidden = true;
  tell("The job and its results are deleted.");
});
