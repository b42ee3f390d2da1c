"use strict";
// Requests to this service. The key stays in its field: it is kept nowhere.
const byId = (id) => document.getElementById(id);

function headersWith(more) {
  const headers = { ...more };
  const key = byId("key").value.trim();
  if (key) headers.Authorization = "Bearer " + key;
  return headers;
}

async function send(address, body, more = {}) {
  const headers = headersWith({ "Content-Type": "application/json", Accept: "application/json", ...more });
  let response;
  try {
    response = await fetch(address, { method: "POST", headers, body: typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body) });
  } catch {
    throw new Error("The service does not answer. Is it still running? Nothing was lost; try again.");
  }
  if (!response.ok) throw new Error(await explain(response));
  return response;
}

async function read(address, more = {}) {
  const response = await fetch(address, { headers: headersWith({ Accept: "application/json", ...more }) });
  if (!response.ok) throw new Error(await explain(response));
  return response;
}

// What to do about it, where the status alone says so.
const ADVICE = {
  401: "Put a key into the field “Key”; an administrator makes one with `sourcegrade keys create`.",
  403: "This key may not do that; it needs another scope.",
  413: "Shorten it, or send it in parts.",
  429: "The service is busy or the key’s quota is used up; wait a moment and try again.",
  503: "The service is busy; wait a moment and try again.",
};

// What went wrong, as a sentence.
async function explain(response) {
  const advice = ADVICE[response.status] ? " " + ADVICE[response.status] : "";
  try {
    const problem = await response.json();
    const first = (problem.errors || [])[0];
    const where = first && first.line ? "line " + first.line + ": " : "";
    const detail = first && first.detail !== problem.detail ? " " + first.pointer + ": " + first.detail : "";
    return problem.title + ": " + where + problem.detail + detail + advice;
  } catch {
    return "The service answered " + response.status + "." + advice;
  }
}

function tell(text, bad) {
  byId("status").textContent = text;
  byId("status").classList.toggle("bad", Boolean(bad));
}

// Runs one piece of work: its button rests, and what takes long says for how long.
async function during(button, doing, work) {
  const began = Date.now();
  button.disabled = true;
  byId("main").setAttribute("aria-busy", "true");
  tell(doing);
  const timer = setInterval(() => tell(doing + " " + Math.round((Date.now() - began) / 1000) + " s"), 2000);
  try {
    const said = await work();
    clearInterval(timer);
    tell(said);
  } catch (error) {
    clearInterval(timer);
    tell(error.message, true);
  } finally {
    button.disabled = false;
    byId("main").removeAttribute("aria-busy");
  }
}
