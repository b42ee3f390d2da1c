"use strict";
const GRAVITY = ["note", "warning", "error"];

// The draft cut at every start and end of a finding; overlapping ones take the gravest color and keep all their numbers.
function showDraft(box, text, findings, choose) {
  clear(box);
  const cuts = [...new Set([0, text.length, ...findings.flatMap((one) => [one.span.start, one.span.end])])].sort((a, b) => a - b);
  for (let place = 0; place + 1 < cuts.length; place++) {
    const [from, to] = [cuts[place], cuts[place + 1]];
    findings.forEach((finding, number) => {
      if (finding.span.start === from) put(box, numberTag(finding, number, choose));
    });
    const open = findings.map((_, number) => number).filter((number) => findings[number].span.start <= from && findings[number].span.end >= to);
    put(box, open.length ? markOf(text.slice(from, to), findings, open, choose) : document.createTextNode(text.slice(from, to)));
  }
  // A finding on no words (an empty draft, a missing field) stands at its place all the same.
  findings.forEach((finding, number) => {
    if (finding.span.start === text.length) put(box, numberTag(finding, number, choose));
  });
}

function markOf(text, findings, open, choose) {
  const gravest = Math.max(...open.map((number) => GRAVITY.indexOf(findings[number].severity)));
  const mark = make("mark", GRAVITY[gravest], text);
  mark.dataset.numbers = open.join(" ");
  mark.addEventListener("click", () => choose(open[open.length - 1]));
  return mark;
}

function numberTag(finding, number, choose) {
  const tag = button("tag " + finding.severity, String(number + 1), () => choose(number));
  tag.setAttribute("aria-label", "Finding " + (number + 1) + ", " + finding.severity + ": " + finding.message);
  return tag;
}

function chooseFinding(number) {
  for (const element of document.querySelectorAll("#panel-check .lit")) element.classList.remove("lit");
  const item = byId("finding-" + number);
  item.classList.add("lit");
  item.scrollIntoView({ block: "nearest" });
  const marks = [...document.querySelectorAll("#draft mark")].filter((mark) => mark.dataset.numbers.split(" ").includes(String(number)));
  for (const mark of marks) mark.classList.add("lit");
  if (marks.length) marks[0].scrollIntoView({ block: "center" });
}

function findingItem(finding, number, choose) {
  const item = make("li", "finding " + finding.severity);
  const head = put(make("p", "finding-head"), make("span", "severity " + finding.severity, finding.severity));
  put(head, make("code", "", finding.rule_id), make("span", "hint", "line " + finding.range.start.line));
  if (number !== null) {
    item.id = "finding-" + number;
    put(item, head, put(make("h4"), button("plain", number + 1 + ". " + finding.message, () => choose(number))));
  } else put(item, head, put(make("h4"), document.createTextNode(finding.message)));
  if (finding.span.text) put(item, make("p", "quoted", "“" + shortened(finding.span.text) + "”"));
  if (finding.suggestion) put(item, put(prose("p", finding.suggestion)));
  put(item, whyBox(finding.rule_id));
  if (number !== null) put(item, silenceBox(finding));
  return item;
}

function shortened(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 160 ? line.slice(0, 159) + "…" : line;
}
