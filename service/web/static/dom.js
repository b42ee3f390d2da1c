"use strict";
// Text enters the page through textContent only.
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = String(text);
  return element;
}

function put(parent, ...children) {
  for (const child of children) if (child) parent.append(child);
  return parent;
}

function clear(element) {
  element.replaceChildren();
  return element;
}

function words(slug) {
  return String(slug).replaceAll("_", " ");
}

function count(number, one, many) {
  return number + " " + (number === 1 ? one : many || one + "s");
}

function button(className, text, action) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
}

function percent(value) {
  return Math.round(100 * value) + " %";
}

// `code` between backticks, still as text.
function prose(tag, text) {
  const element = make(tag);
  text.split("`").forEach((part, place) => put(element, place % 2 ? make("code", "", part) : document.createTextNode(part)));
  return element;
}
