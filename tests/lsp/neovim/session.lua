-- Drives svclint in a headless Neovim, as a user does, and prints what the editor shows as JSON.
-- Arguments in the environment: COMMAND (the server), ROOT (the folder of the manifests).
local root = vim.env.ROOT
local shown = {}

local function wait_for(what, holds)
  if not vim.wait(30000, holds, 50) then
    error("waited in vain for " .. what)
  end
end

local function open(name)
  vim.cmd("edit " .. root .. "/" .. name)
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = "yaml"
  return buffer
end

local function found(buffer)
  local lines = {}
  for _, each in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(lines, string.format("%d:%d %s", each.lnum, each.col, each.code or ""))
  end
  table.sort(lines)
  return lines
end

local client
local function attach(buffer)
  if not client then
    client = vim.lsp.start_client({
      name = "svclint",
      cmd = vim.split(vim.env.COMMAND, " "),
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
    })
  end
  vim.lsp.buf_attach_client(buffer, client)
end

local function request(buffer, method, parameters)
  local answers = vim.lsp.buf_request_sync(buffer, method, parameters, 20000)
  local answer = answers and answers[client]
  assert(answer and not answer.err, method .. " failed: " .. vim.inspect(answers))
  return answer.result
end

local function listed(ask)
  vim.fn.setqflist({})
  vim.fn.setloclist(0, {})
  ask()
  local entries
  wait_for("a list", function()
    entries = vim.list_extend(vim.fn.getqflist(), vim.fn.getloclist(0))
    return #entries > 0
  end)
  local lines = vim.tbl_map(function(each)
    return vim.fn.fnamemodify(vim.fn.bufname(each.bufnr), ":t") .. ":" .. each.lnum .. " " .. vim.trim(each.text)
  end, entries)
  vim.cmd("cclose | lclose")
  return lines
end

-- What Neovim's own commands do with a Service: lists, lenses, completion, and a rename.
local function use(service, number)
  vim.api.nvim_set_current_buf(service)
  vim.fn.cursor(vim.fn.search("app: web", "w"), 10)
  shown.references = listed(vim.lsp.buf.references)
  shown.symbols = listed(vim.lsp.buf.document_symbol)
  vim.lsp.codelens.refresh()
  wait_for("a lens", function()
    return #vim.lsp.codelens.get(service) > 0
  end)
  shown.lens = vim.lsp.codelens.get(service)[1].command.title

  vim.api.nvim_buf_set_lines(service, number - 1, number, true, { "    targetPort: " })
  vim.fn.cursor(number, 17)
  local found = request(service, "textDocument/completion", vim.lsp.util.make_position_params())
  local items = vim.lsp.util.text_document_completion_list_to_complete_items(found, "")
  shown.completion = vim.tbl_map(function(each) return each.word end, items)
  vim.api.nvim_buf_set_lines(service, number - 1, number, true, { "    targetPort: http" })

  vim.fn.cursor(number, 18)
  vim.lsp.buf.rename("web-port")
  wait_for("the new name", function()
    return vim.api.nvim_buf_get_lines(service, number - 1, number, true)[1] == "    targetPort: web-port"
  end)
  local workloads = vim.fn.bufnr("workloads.yaml")
  shown.renamed = vim.tbl_filter(function(line)
    return line:find("web%-port") ~= nil
  end, vim.api.nvim_buf_get_lines(workloads, 0, -1, true))
end

local function session()
  local service = open("app/service.yaml")
  attach(service)
  wait_for("the server", function()
    return vim.lsp.buf_get_clients(service)[client] ~= nil
  end)
  -- What is typed is checked before it is saved.
  local number = vim.fn.search("targetPort", "w")
  vim.api.nvim_buf_set_lines(service, number - 1, number, true, { "    targetport: http" })
  wait_for("a diagnostic", function()
    return #found(service) > 0
  end)
  shown.diagnostics = found(service)

  -- The first code action is the fix.
  vim.fn.cursor(number, 6)
  local parameters = vim.lsp.util.make_range_params()
  parameters.context = { diagnostics = {} }
  local actions = request(service, "textDocument/codeAction", parameters)
  shown.actions = vim.tbl_map(function(each) return each.title end, actions)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, vim.lsp.get_client_by_id(client).offset_encoding)
  shown.fixed = vim.api.nvim_buf_get_lines(service, number - 1, number, true)[1]
  wait_for("no diagnostic", function()
    return #found(service) == 0
  end)

  -- From the backend of an Ingress to its Service.
  local ingress = open("app/routes/ingress.yaml")
  attach(ingress)
  vim.fn.search("name: web", "w")
  vim.fn.search("service:", "w")
  vim.fn.search("web", "W")
  wait_for("the server", function()
    return vim.lsp.buf_get_clients(ingress)[client] ~= nil
  end)
  vim.lsp.buf.definition()
  wait_for("the definition", function()
    return vim.api.nvim_get_current_buf() == service
  end)
  local place = vim.api.nvim_win_get_cursor(0)
  shown.definition = { vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ":t"), place[1], place[2] }
  shown.hover = request(service, "textDocument/hover", vim.lsp.util.make_position_params()).contents.value
  use(service, number)
end

local is_done, problem = pcall(session)
shown.problem = not is_done and tostring(problem) or nil
io.stdout:write(vim.fn.json_encode(shown) .. "\n")
vim.cmd("qall!")
