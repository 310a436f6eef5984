// Reveals the items one by one: button, tap on the list, or the key of keys.js. Without it all items show.
(function () {
  var card = document.querySelector(".msc.items.back");
  if (!card) return;
  var waiting = Array.prototype.slice.call(card.querySelectorAll(".list li"));
  var controls = card.querySelector(".controls");
  var about = card.querySelector(".about"); // picture, extra and quote would give the items away
  var button = controls.querySelector(".next");
  function refresh() {
    button.textContent = "Show next (" + waiting.length + " left)";
    controls.hidden = waiting.length === 0;
    about.hidden = waiting.length > 0;
  }
  function next() {
    var item = waiting.shift();
    if (item) item.classList.remove("waiting");
    refresh();
  }
  function all() {
    while (waiting.length) next();
  }
  waiting.forEach(function (item) { item.classList.add("waiting"); });
  button.onclick = next;
  controls.querySelector(".all").onclick = all;
  card.querySelector(".list").onclick = next;
  refresh();
})();
