"use strict";
const TABS = ["annotate", "check"];
const WORK = { annotate: [annotate, "Reading …"], check: [check, "Checking …"] };
const ENDINGS = { md: "text/markdown", markdown: "text/markdown", html: "text/html", htm: "text/html" };
let fileName = "";

function tabOf() {
  return TABS.find((name) => byId("tab-" + name).getAttribute("aria-selected") === "true");
}

function openTab(name, focus) {
  for (const each of TABS) {
    const chosen = each === name;
    byId("tab-" + each).setAttribute("aria-selected", String(chosen));
    byId("tab-" + each).tabIndex = chosen ? 0 : -1;
    byId("panel-" + each).hidden = !chosen;
  }
  if (focus) byId("tab-" + name).focus();
  history.replaceState(null, "", name === "annotate" ? location.pathname : "#" + name);
}

function draftName() {
  return fileName || { "text/markdown": "draft.md", "text/html": "draft.html" }[byId("format").value] || "draft.txt";
}

function countText() {
  const text = byId("text").value;
  const number = (text.match(/\S+/g) || []).length;
  byId("count").textContent = text ? number.toLocaleString("en") + (number === 1 ? " word" : " words") : "";
}

function take(text, format, name) {
  byId("text").value = text;
  byId("format").value = format;
  fileName = name;
  countText();
  byId("text").focus();
  byId("text").setSelectionRange(0, 0);
  byId("text").scrollTop = 0;
}

async function openFile() {
  const file = byId("file").files[0];
  if (!file) return;
  try {
    // A file that is not UTF-8 is refused instead of being shown with holes.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    take(text, ENDINGS[file.name.split(".").pop().toLowerCase()] || "text/plain", file.name);
    tell(file.name + " is open.");
  } catch {
    tell(file.name + " is not UTF-8 text. Save it as UTF-8, or paste the text.", true);
  }
}

function start(name) {
  const text = byId("text").value;
  if (!text.trim()) {
    tell("There is no text yet. Paste one, open a file, or try an example.", true);
    byId("text").focus();
    return;
  }
  const [work, doing] = WORK[name];
  during(document.querySelector("button[form=ask][value=" + name + "]"), doing, () => work(text));
}

byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  start(event.submitter ? event.submitter.value : tabOf());
});
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) start(tabOf());
});
byId("text").addEventListener("input", countText);
byId("file").addEventListener("change", openFile);
byId("policy").addEventListener("change", sayPolicy);
byId("copy").addEventListener("click", () => taking(copyFindings));
byId("save").addEventListener("click", () => taking(saveFindings));
for (const name of TABS) {
  byId("tab-" + name).addEventListener("click", () => openTab(name));
  byId("tab-" + name).addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) openTab(TABS[(TABS.indexOf(name) + step + TABS.length) % TABS.length], true);
    if (event.key === "Home") openTab(TABS[0], true);
    if (event.key === "End") openTab(TABS[TABS.length - 1], true);
  });
}
fillExamples((example) => {
  openTab(example.tab);
  take(example.text, example.format, "");
});
fillFormats();
sayPolicy();
if (location.hash === "#check") openTab("check");
