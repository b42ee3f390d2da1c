"use strict";
function bar(score, interval) {
  const box = make("div", "bar");
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", "score " + score.toFixed(2) + ", 80 % interval " + interval.map((x) => x.toFixed(2)).join(" to "));
  box.style.setProperty("--from", 100 * interval[0] + "%");
  box.style.setProperty("--to", 100 * interval[1] + "%");
  box.style.setProperty("--at", 100 * score + "%");
  return put(box, make("i"), make("u"));
}

function numbers(row) {
  const found = [];
  if (row.alpha !== null && row.alpha !== undefined) found.push("α " + row.alpha.toFixed(2), "β " + row.beta.toFixed(2));
  if (row.ln_lr !== null && row.ln_lr !== undefined) found.push("ln LR " + row.ln_lr.toFixed(3));
  if (row.multiplier !== null && row.multiplier !== undefined) found.push("× " + row.multiplier.toFixed(2));
  return found.concat(row.status).join(" · ");
}

// An address from the registry is shown as a link only when it is a web address.
function citation(cited) {
  if (!cited) return null;
  const line = make("div", "num");
  if (cited.url && /^https?:\/\//.test(cited.url)) {
    const link = make("a", "", cited.title);
    link.href = cited.url;
    link.rel = "noreferrer noopener";
    put(line, link);
  } else put(line, make("span", "", cited.title));
  if (cited.as_of) put(line, make("span", "", " (" + cited.as_of + ")"));
  return line;
}

function rows(title, list) {
  if (!list || !list.length) return null;
  const box = put(make("details"), make("summary", "", title + " (" + list.length + ")"));
  const items = make("ul", "rows");
  for (const row of list) {
    put(items, put(make("li"), make("div", "", row.label), make("div", "num", numbers(row)), citation(row.citation)));
  }
  return put(box, items);
}

function gradeBox(rating) {
  const box = put(make("div", "grade"), make("b", "", rating.grade));
  if (rating.grade === "F") {
    const known = rating.class_grade && rating.class_grade !== "F";
    put(box, make("small", "", known ? "not judged; class " + rating.class_grade : "not judged"));
  } else put(box, make("small", "", "by " + words(rating.basis)));
  return box;
}

// The score as an editor reads it; the exact numbers stand in the evidence.
function chance(rating) {
  const [low, high] = rating.interval.map((x) => Math.round(100 * x));
  const whose = rating.basis === "class" ? "Of checkable statements of its class (" + words(rating.reference_class) + ")" : "Of its checkable statements";
  return whose + " about " + Math.round(100 * rating.score) + " in 100 hold; likely " + low + " to " + high + ".";
}

function sourceCard(source, ids, choose) {
  const card = paint(make("article", "card"), ids, source.id);
  card.id = "card-" + source.id;
  const rating = source.reliability;
  const head = put(make("div", "head"), put(make("h4"), button("plain", source.name || source.label, () => choose(source.id))));
  put(card, put(head, rating ? gradeBox(rating) : null));
  const facts = [words(source.type), source.country, words(source.anonymity)].filter(Boolean);
  if (source.name && source.name !== source.label) facts.push("“" + source.label + "”");
  put(card, make("p", "meta", facts.join(" · ")));
  if (source.affiliation) put(card, make("p", "meta", "speaks for " + source.affiliation.name));
  if (rating && rating.score !== null) {
    put(card, bar(rating.score, rating.interval));
    put(card, make("p", "meta", chance(rating)));
  }
  if (source.registry) {
    const why = make("details");
    put(why, make("summary", "", "Who it is: " + source.registry.id));
    const list = make("ul", "rows");
    for (const reason of source.registry.reasons) put(list, make("li", "", reason));
    for (const other of source.registry.alternatives) put(list, make("li", "num", "or " + other.name + " (" + other.confidence.toFixed(2) + ")"));
    put(card, put(why, list));
  }
  put(card, rating ? rows("Evidence", rating.evidence) : null);
  put(card, make("p", "meta", source.attributions.length + (source.attributions.length === 1 ? " claim" : " claims")));
  return card;
}

function claimItem(attribution, sources, ids, choose) {
  const called = (id) => sources.filter((one) => one.id === id).map((one) => one.name || one.label)[0];
  const item = paint(make("li"), ids, attribution.source);
  item.id = "claim-" + attribution.id;
  const judged = attribution.credibility;
  const text = attribution.content.map((span) => span.text).join(" … ");
  const head = put(make("div", "head"), put(make("blockquote"), button("plain", text, () => choose(attribution.id))));
  if (judged) {
    const box = put(make("div", "grade"), make("b", "", judged.grade));
    put(head, put(box, make("small", "", judged.grade === 6 || judged.score === null ? "not judged" : Math.round(100 * judged.score) + " in 100")));
  }
  put(item, head);
  const facts = [called(attribution.source) || "nobody named", words(attribution.kind), attribution.quotation];
  if (attribution.hedge) facts.push("hedged: " + words(attribution.hedge.level));
  if (attribution.negated) facts.push("negated");
  if (attribution.via.length) facts.push("passed on by " + attribution.via.map(called).join(", "));
  put(item, make("p", "meta", facts.join(" · ")));
  if (judged) put(item, rows("Why " + judged.grade, judged.factors));
  return item;
}
