// Shuffles the options for each showing and keeps that order, and the option picked, for the back.
// Without it the options stand in an order drawn from a digest.
(function () {
  var card = document.querySelector(".msc.choice");
  if (!card) return;
  var isFront = card.classList.contains("front");
  var options = card.querySelector(".options");
  var list = options.querySelector("ol");
  if (!list) return;
  var name = "msc-learn:" + options.getAttribute("data-card") + ":";
  // Where nothing can be kept from front to back, the day decides the order, the same on both sides.
  function keep(key, value) {
    try { sessionStorage.setItem(name + key, value); } catch (error) { /* a card must show without it */ }
  }
  function kept(key) {
    try { return sessionStorage.getItem(name + key); } catch (error) { return null; }
  }
  if (isFront) {
    keep("seed", String(Math.floor(Math.random() * 4294967296)));
    keep("pick", "");
  }
  var seed = 2166136261;
  (name + (kept("seed") || new Date().toDateString())).split("").forEach(function (letter) {
    seed = Math.imul(seed ^ letter.charCodeAt(0), 16777619) >>> 0;
  });
  function random() {
    seed = (seed + 0x6d2b79f5) >>> 0;
    var mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  var items = Array.prototype.slice.call(list.children);
  for (var at = items.length - 1; at > 0; at--) {
    var other = Math.floor(random() * (at + 1));
    var item = items[at];
    items[at] = items[other];
    items[other] = item;
  }
  items.forEach(function (item) { list.appendChild(item); });
  function pick(place) {
    items.forEach(function (item, index) {
      item.classList.toggle("picked", index === place);
      if (isFront) item.setAttribute("aria-pressed", String(index === place));
    });
  }
  if (isFront) {
    items.forEach(function (item, index) {
      item.tabIndex = 0;
      item.setAttribute("role", "button");
      item.classList.add("tappable");
      item.onclick = function () { keep("pick", String(index)); pick(index); };
      item.onkeydown = function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        item.onclick();
      };
    });
  } else if (kept("pick")) {
    pick(Number(kept("pick")));
  }
})();
