// A button on each block copies its text; of a console block, only the commands.
const copied = (block) => {
  const text = block.querySelector("pre").textContent;
  if (!block.closest(".highlight-console")) return text;
  return text.split("\n").filter((line) => line.startsWith("$ ")).map((line) => line.slice(2)).join("\n");
};
for (const block of navigator.clipboard ? document.querySelectorAll("div.highlight") : []) {
  if (!copied(block).trim()) continue;
  const button = document.createElement("button");
  button.className = "copy";
  button.type = "button";
  button.textContent = "copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copied(block));
    button.textContent = "copied";
    setTimeout(() => { button.textContent = "copy"; }, 2000);
  });
  block.append(button);
}
