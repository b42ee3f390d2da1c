"use strict";
// UTF-16 is how this language counts.
async function annotate(text) {
  const body = { document: { content: text, media_type: byId("format").value }, options: { offset_unit: "utf16" } };
  const answer = await (await send("/v1/annotations", body)).json();
  show(text, answer);
  return count(answer.sources.length, "source") + ", " + count(answer.attributions.length, "claim") + ", " + Math.round(answer.timing_ms) + " ms.";
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
    if (element.closest("details")) element.closest("details").open = true;
    element.classList.add("lit");
    if (name.startsWith("card")) element.scrollIntoView({ block: "nearest" });
  }
}

function gradeWords(grade) {
  return grade === 6 ? "not judged" : "grade " + grade;
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
    ["Weakest claim at the top", summary.weakest_key_claim ? gradeWords(summary.weakest_key_claim.grade) : null],
  ];
  for (const [name, value] of facts) {
    if (value !== null) put(box, put(make("div"), make("dt", "", name), make("dd", "", value)));
  }
  const warnings = clear(byId("warnings"));
  for (const warning of answer.warnings) put(warnings, make("li", "", warning.detail || words(warning.code)));
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
  if (!answer.sources.length) put(cards, make("p", "empty", "Nobody is cited in this text. If somebody should be, say so on the page “API” with feedback, or check whether the right format is chosen."));
  const [claims, others] = [clear(byId("claims")), clear(byId("others"))];
  for (const attribution of answer.attributions) {
    const item = claimItem(attribution, answer.sources, ids, claim);
    put(attribution.informational ? claims : others, item);
  }
  if (!claims.childElementCount) put(claims, make("li", "empty", "No claim is credited to anybody."));
  byId("others-box").hidden = !others.childElementCount;
  byId("others-title").textContent = "Not relied on as information: wishes, support, no comment (" + others.childElementCount + ")";
  byId("result").hidden = false;
  byId("result-title").focus();
}
