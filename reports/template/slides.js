
// One key, one step: what is asked, then the answer. A slide with more words than fit has smaller ones.
Reveal.initialize({ hash: true, width: 1100, height: 760, margin: 0.04, transition: "none" }).then(() => {
  for (const slide of document.querySelectorAll(".slides > section")) {
    const shown = slide.style.display;
    slide.style.display = "block";
    for (let size = 30; slide.scrollHeight > 740 && size > 18; size -= 1) slide.style.fontSize = size + "px";
    slide.style.display = shown;
  }
  Reveal.layout();
});
