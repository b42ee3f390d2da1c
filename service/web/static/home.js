"use strict";
const EXAMPLE = [
  "Bridge to stay shut until spring",
  "",
  "The Marlow Bridge will not reopen before April, the city’s transport department said on Monday. “We found cracks in two of the four bearings,” said its director, Ana Petrov.",
  "",
  "A senior official at the finance ministry, who asked not to be named because the budget is not final, said repairs could cost 40 million euros. The ministry did not respond to a request for comment.",
  "",
  "According to a report by the engineering firm Kessel, inspections had been skipped for three years. The company that maintains the bridge denied that. It is believed that the damage dates back to the flood of 2021.",
].join("\n");

const byId = (id) => document.getElementById(id);

function tell(text, bad) {
  byId("status").textContent = text;
  byId("status").classList.toggle("bad", Boolean(bad));
}

async function annotate(text) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const key = byId("key").value.trim();
  if (key) headers.Authorization = "Bearer " + key;
  // UTF-16 is how this language counts.
  const body = { document: { content: text, media_type: byId("format").value }, options: { offset_unit: "utf16" } };
  const response = await fetch("/v1/annotations", { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await explain(response));
  return response.json();
}

function light(test) {
  let first = null;
  for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
  for (const element of document.querySelectorAll("#article span[data-ids]")) {
    if (!test(element)) continue;
    element.classList.add("lit");
    first = first || element;
  }
  if (first) first.scrollIntoView({ block: "center" });
}

function chooseSource(id) {
  light((element) => element.dataset.sources.split(" ").includes(id));
  byId("card-" + id).classList.add("lit");
}

function chooseClaim(answer, id) {
  light((element) => element.dataset.ids.split(" ").includes(id));
  const source = answer.attributions.find((one) => one.id === id).source;
  for (const name of ["claim-" + id, "card-" + source]) {
    const element = byId(name);
    if (!element) continue;
    element.classList.add("lit");
    if (name.startsWith("card")) element.scrollIntoView({ block: "nearest" });
  }
}

function showSummary(answer) {
  const box = clear(byId("summary"));
  const summary = answer.summary;
  const shares = summary.word_shares || {};
  const facts = [
    ["Sources", answer.sources.length],
    ["Claims", answer.attributions.length],
    ["Independent voices", summary.independent_sources === undefined ? null : Number(summary.independent_sources).toFixed(1)],
    ["Claims expected not to hold", summary.expected_not_to_hold === undefined ? null : summary.expected_not_to_hold.toFixed(1) + " of " + summary.checkable_claims],
    ["Words from the unnamed", shares.anonymous === undefined || shares.anonymous === null ? null : percent(shares.anonymous)],
    ["Words credited to nobody", shares.agentless === undefined || shares.agentless === null ? null : percent(shares.agentless)],
    ["Weakest key claim", summary.weakest_key_claim ? String(summary.weakest_key_claim.grade) : null],
  ];
  for (const [name, value] of facts) {
    if (value !== null) put(box, put(make("div"), make("dt", "", name), make("dd", "", value)));
  }
  const warnings = clear(byId("warnings"));
  for (const warning of answer.warnings) put(warnings, make("li", "", words(warning.code) + (warning.detail ? ": " + warning.detail : "")));
  if (!answer.complete) put(warnings, make("li", "", "The time limit cut the work short; the rest was not read."));
  warnings.hidden = !warnings.childElementCount;
}

function show(text, answer) {
  const ids = answer.sources.map((source) => source.id);
  const claim = (id) => chooseClaim(answer, id);
  showSummary(answer);
  showArticle(byId("article"), text, answer, ids, claim);
  const cards = clear(byId("sources"));
  for (const source of answer.sources) put(cards, sourceCard(source, ids, chooseSource));
  const claims = clear(byId("claims"));
  for (const attribution of answer.attributions) {
    put(claims, claimItem(attribution, answer.sources.find((one) => one.id === attribution.source), ids, claim));
  }
  byId("result").hidden = false;
  byId("result-title").focus();
}

async function submit(event) {
  event.preventDefault();
  const text = byId("text").value;
  if (!text) return;
  byId("go").disabled = true;
  tell("Reading …");
  try {
    const answer = await annotate(text);
    show(text, answer);
    tell(answer.sources.length + " sources, " + answer.attributions.length + " claims, " + answer.timing_ms + " ms.");
  } catch (error) {
    tell(error.message, true);
  } finally {
    byId("go").disabled = false;
  }
}

byId("ask").addEventListener("submit", submit);
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("ask").requestSubmit();
});
byId("example").addEventListener("click", () => {
  byId("text").value = EXAMPLE;
  byId("format").value = "text/plain";
  byId("text").focus();
});
