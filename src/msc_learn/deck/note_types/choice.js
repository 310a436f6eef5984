// Shuffles the options for each showing and keeps that order, and what was picked, for the back.
// Without it the options stand in an order drawn from a digest.
(function () {
  var card = document.querySelector(".msc.choice");
  if (!card) return;
  var isFront = card.classList.contains("front");
  var options = card.querySelector(".options");
  var list = options.querySelector("ol");
  if (!list) return;
  var several = list.querySelectorAll(".right").length > 1;
  var name = "msc-learn:" + options.getAttribute("data-card") + ":";
  // Some programs keep the page from front to back, some the storage of the session, some nothing: then
  // the day decides the order, the same on both sides.
  var page = window.mscLearnKept || (window.mscLearnKept = {});
  function keep(key, value) {
    page[name + key] = value;
    try { sessionStorage.setItem(name + key, value); } catch (error) { /* a card must show without it */ }
  }
  function kept(key) {
    if (name + key in page) return page[name + key];
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
  var picked = (kept("pick") || "").split(",").filter(Boolean).map(Number);
  function isRight(item) { return item.classList.contains("right"); }
  function show() {
    items.forEach(function (item, index) {
      var isPicked = picked.indexOf(index) >= 0;
      item.classList.toggle("picked", isPicked);
      if (isFront) item.setAttribute("aria-selected", String(isPicked));
      else item.classList.toggle("missed", several && picked.length > 0 && !isPicked && isRight(item));
    });
  }
  function pick(index) {
    var others = several ? picked.filter(function (one) { return one !== index; }) : [];
    picked = several && others.length < picked.length ? others : others.concat(index);
    keep("pick", picked.join(","));
    show();
  }
  if (isFront) {
    list.setAttribute("role", "listbox");
    if (several) list.setAttribute("aria-multiselectable", "true");
    card.querySelector(".asked").id = "msc-asked";
    list.setAttribute("aria-labelledby", "msc-asked");
    items.forEach(function (item, index) {
      item.tabIndex = 0;
      item.setAttribute("role", "option");
      item.classList.add("tappable");
      item.onclick = function () { pick(index); };
      item.onkeydown = function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        pick(index);
      };
    });
  }
  show();
})();
