"use strict";
// The text cut at every start and end, so that overlapping spans (a claim inside a claim) need no nesting.
function marks(answer) {
  const found = [];
  for (const source of answer.sources) {
    for (const mention of source.mentions || []) found.push({ kind: "mention", source: source.id, span: mention.span });
  }
  for (const attribution of answer.attributions) {
    if (attribution.cue) found.push({ kind: "cue", source: attribution.source, span: attribution.cue, id: attribution.id });
    attribution.content.forEach((span, place) => found.push({ kind: "content", source: attribution.source, span, id: attribution.id, first: place === 0 }));
  }
  return found;
}

function gradeTag(attribution, answer, ids, choose) {
  const source = answer.sources.find((one) => one.id === attribution.source);
  const letter = source && source.reliability ? source.reliability.grade : "–";
  const digit = attribution.credibility ? attribution.credibility.grade : "–";
  const tag = paint(make("button", "tag", letter + digit), ids, attribution.source);
  tag.type = "button";
  tag.setAttribute("aria-label", "Claim of " + (source ? source.name || source.label : "nobody named") + ": source " + letter + ", claim " + digit);
  tag.addEventListener("click", () => choose(attribution.id));
  return tag;
}

function showArticle(box, text, answer, ids, choose) {
  clear(box);
  const all = marks(answer);
  const cuts = [...new Set([0, text.length, ...all.flatMap((mark) => [mark.span.start, mark.span.end])])].sort((a, b) => a - b);
  const starts = new Map();
  for (const mark of all) starts.set(mark.span.start, (starts.get(mark.span.start) || []).concat(mark));
  let open = [];
  for (let place = 0; place + 1 < cuts.length; place++) {
    const [from, to] = [cuts[place], cuts[place + 1]];
    open = open.filter((mark) => mark.span.end > from).concat(starts.get(from) || []);
    for (const mark of starts.get(from) || []) {
      if (mark.kind === "content" && mark.first) {
        put(box, gradeTag(answer.attributions.find((one) => one.id === mark.id), answer, ids, choose));
      }
    }
    put(box, piece(text.slice(from, to), open, ids, choose));
  }
}

function piece(text, open, ids, choose) {
  if (!open.length) return document.createTextNode(text);
  const span = make("span", "", text);
  // The innermost claim gives the color; a mention or cue keeps its own line under it.
  const shortest = (kind) => open.filter((mark) => mark.kind === kind).sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
  const content = shortest("content");
  const line = shortest("mention") || shortest("cue");
  if (content) {
    span.classList.add("content");
    if (open.filter((mark) => mark.kind === "content").length > 1) span.classList.add("deep");
    span.addEventListener("click", () => choose(content.id));
  }
  if (line) span.classList.add(line.kind);
  paint(span, ids, (content || line).source);
  span.dataset.ids = open.map((mark) => mark.id || "").join(" ");
  span.dataset.sources = open.map((mark) => mark.source || "").join(" ");
  return span;
}
