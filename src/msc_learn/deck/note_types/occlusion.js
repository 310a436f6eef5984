// Shows the picture once Anki has drawn the masks on it, and never before: bare, it would give the answers.
// Without this script, or with an Anki too old to draw masks, words stand in the place of the picture.
(function () {
  var picture = document.getElementById("image-occlusion-container");
  var canvas = document.getElementById("image-occlusion-canvas");
  if (!picture || !canvas) return;
  function isDrawn() {
    if (!picture.contains(canvas)) return true; // Anki has put its own message in the place of the picture
    if (!canvas.width || !canvas.height) return false;
    var drawn = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(drawn.data.buffer).some(Boolean);
  }
  function wait() {
    if (isDrawn()) picture.classList.add("masked");
    else if (picture.isConnected) requestAnimationFrame(wait);
  }
  try {
    anki.imageOcclusion.setup();
    picture.classList.add("masking"); // for so long the words do not flicker up
    setTimeout(function () { picture.classList.remove("masking"); }, 1000);
    wait();
  } catch (error) { /* the words stay */ }
})();
