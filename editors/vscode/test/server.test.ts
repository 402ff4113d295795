import assert from "node:assert/strict";
import { test } from "node:test";

import { serverCommand, startProblem } from "../src/server";

const NOTHING = { command: [], pythonEnvironment: "", live: "" };

test("without settings, svclint is searched in the PATH", () => {
  assert.deepEqual(serverCommand(NOTHING, "/home/ann/shop", "linux"), { command: "svclint", args: ["lsp"] });
});

test("an environment is relative to the folder of the workspace", () => {
  const settings = { ...NOTHING, pythonEnvironment: ".venv", live: "cluster" };
  assert.deepEqual(serverCommand(settings, "/home/ann/shop", "linux"), {
    command: "/home/ann/shop/.venv/bin/svclint",
    args: ["lsp", "--live", "cluster"],
  });
  assert.equal(
    serverCommand(settings, "C:\\shop", "win32").command,
    "C:\\shop\\.venv\\Scripts\\svclint.exe",
  );
});

test("an absolute environment stays as it is", () => {
  const settings = { ...NOTHING, pythonEnvironment: "/opt/venv" };
  assert.equal(serverCommand(settings, "/home/ann/shop", "linux").command, "/opt/venv/bin/svclint");
  assert.equal(serverCommand(settings, undefined, "linux").command, "/opt/venv/bin/svclint");
});

test("a command is taken whole", () => {
  const settings = { ...NOTHING, command: ["uvx", "svclint", "lsp"], live: "cluster" };
  assert.deepEqual(serverCommand(settings, "/home/ann/shop", "linux"), {
    command: "uvx",
    args: ["svclint", "lsp"],
  });
});

test("a server that does not start says how to install it", () => {
  const command = { command: "svclint", args: ["lsp"] };
  assert.match(startProblem(command, "not found"), /\(svclint\): not found.*pip install/);
});
