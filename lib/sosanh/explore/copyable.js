// A text with a button that copies it, and says so. Where a page is no secure context, as on a school's http, there is no
// clipboard: then the text is selected and copied as by Ctrl+C.
export default {
  render({ model, el }) {
    const text = document.createElement(model.get("code") ? "pre" : "p")
    const button = document.createElement("button")
    const told = document.createElement("span")
    button.type = "button"
    button.className = "jupyter-button"
    button.style.width = "auto"
    button.textContent = model.get("label")
    told.setAttribute("role", "status")
    const show = () => {
      text.textContent = model.get("text")
      told.textContent = ""
      for (const each of [text, button]) each.style.display = model.get("text") ? "" : "none"
    }
    button.onclick = async () => {
      const held = getSelection()
      held.selectAllChildren(text)
      try { await navigator.clipboard.writeText(text.textContent) } catch { document.execCommand("copy") }
      held.removeAllRanges()
      told.textContent = ` ${model.get("copied")}`
    }
    model.on("change:text", show)
    show()
    el.append(text, button, told)
    // In JupyterLab arrow keys go from cell to cell, also from a list of an output: here they choose from the list.
    const keep = () => {
      if (!el.isConnected) return void requestAnimationFrame(keep)
      const own = ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", "true")
      el.closest(".jp-OutputArea")?.addEventListener("focusin", own)
    }
    keep()
  },
}
