"use strict";
// One hue for each source, in order of appearance; neighbors differ as much as twelve hues allow.
const HUES = [215, 25, 145, 290, 50, 185, 340, 95, 255, 5, 165, 315];

function paint(element, sourceIds, sourceId) {
  element.classList.add("s");
  const place = sourceIds.indexOf(sourceId);
  if (place < 0) element.classList.add("none");
  else element.style.setProperty("--h", String(HUES[place % HUES.length]));
  return element;
}
