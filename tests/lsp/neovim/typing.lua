-- Types a manifest as someone does, for tests.lsp.record: ROOT, COMMAND and FORMAT are in the
-- environment.
local root = vim.env.ROOT
vim.cmd("edit " .. root .. "/service.yaml")
vim.bo.filetype = "yaml"
vim.bo.fileformat = vim.env.FORMAT
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
local client = vim.lsp.start_client({
  name = "svclint",
  cmd = vim.split(vim.env.COMMAND, " "),
  root_dir = root,
  flags = { debounce_text_changes = 0 },
})
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(buffer, client)
vim.wait(20000, function() return vim.lsp.buf_get_clients(buffer)[client] ~= nil end, 50)

local function keys(text)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(text, true, false, true), "xt", false)
  vim.wait(30)
end

local function type_text(text)
  for _, character in ipairs(vim.fn.split(text, "\\zs")) do
    keys("a" .. (character == "\n" and "<CR>" or character) .. "<Esc>")
  end
end

keys(":set noautoindent indentexpr=<CR>")
keys("iapiVersion: v1<Esc>")
type_text("\nkind: Service\nmetadata:\n  name: web # 😀 façade\nspec:\n  selector: {app: 'wéb 😀', tier: front}\n")
type_text("  ports:\n  - {name: '😀', prot: TCP, port: 80}\n  - name: http\n    port: 99999\n")
-- Correct, undo, copy, join, delete and move lines as one does.
keys("gg/prot<CR>cwprotocol<Esc>")
keys("u")
keys("<C-r>")
keys("Gkyyjp")
keys("ddu")
keys("gg/tier<CR>D")
keys("u")
keys("ggyGGo---<Esc>p")
keys("G?name: web<CR>cwname: a<Esc>")
keys(":%s/http/wéb😀/g<CR>")
keys("u")
keys("gg/port: 80<CR>wwcw443<Esc>")
keys("ggjddkP")
keys("Go# 😀😀 the end<Esc>")
keys("ggO# the beginning 😀<Esc>")
vim.wait(1500)
vim.lsp.stop_client(client)
vim.wait(300)
vim.cmd("qall!")
