// Keys that Anki leaves to the page: H opens the hint, N shows the next item, the arrows go from option
// to option and X picks one. Enter, Space and the digits never reach the page: Anki takes them first.
(function () {
  var card = document.querySelector(".msc");
  if (!card) return;
  card.classList.add("keyed"); // the keys are named on the card only where this has run
  function press(element) {
    if (element && !element.closest("[hidden]")) element.click();
    return Boolean(element);
  }
  function step(options, by) {
    var at = options.indexOf(document.activeElement);
    var next = at < 0 ? (by > 0 ? 0 : options.length - 1) : at + by;
    if (options[next]) options[next].focus();
    return options.length > 0;
  }
  // Every key looks at the page anew, so that the listener holds nothing of the card it came with.
  function act(key) {
    var options = Array.prototype.slice.call(document.querySelectorAll(".msc.front .options li[tabindex]"));
    if (key === "h") return press(document.querySelector(".msc .hint summary"));
    if (key === "n") return press(document.querySelector(".msc .controls .next"));
    if (key === "arrowdown") return step(options, 1);
    if (key === "arrowup") return step(options, -1);
    if (key !== "x") return false;
    return options.indexOf(document.activeElement) < 0 ? step(options, 1) : press(document.activeElement);
  }
  function heard(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (act(String(event.key).toLowerCase())) event.preventDefault();
  }
  // Anki keeps one page for all cards: the listener of the card before must go.
  if (window.mscLearnKeys) document.removeEventListener("keydown", window.mscLearnKeys);
  window.mscLearnKeys = heard;
  document.addEventListener("keydown", heard);
})();
