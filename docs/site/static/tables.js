// On a phone, each row of a table is a block (site.css): name each cell by the head of its column.
for (const table of document.querySelectorAll("table.docutils")) {
  // Two columns are read without their heads.
  const isNamed = table.querySelectorAll("thead th").length > 2;
  if (!table.querySelector("thead th")?.parentElement.textContent.trim()) table.tHead.hidden = true;
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, column) => {
      if (isNamed && heads[column] && cell.textContent.trim()) cell.dataset.label = heads[column];
    });
  }
}
